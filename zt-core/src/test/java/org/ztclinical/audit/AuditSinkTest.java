package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.notice.Notice;

class AuditSinkTest {
  @TempDir Path directory;

  private final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());

  /** Keeps what it is given, and fails while it is told to. */
  private static final class ListSink implements AuditSink {
    final List<AuditEntry> taken = Collections.synchronizedList(new ArrayList<>());
    volatile boolean failing;

    @Override
    public String name() {
      return "list";
    }

    @Override
    public void deliver(List<AuditEntry> batch) throws IOException {
      if (failing) {
        throw new IOException("the collector is away");
      }
      taken.addAll(batch);
    }

    List<Long> indexes() {
      synchronized (taken) {
        return taken.stream().map(AuditEntry::index).toList();
      }
    }
  }

  @Test
  void aSinkGetsEveryRecordInOrderOverSegments() throws Exception {
    ListSink sink = new ListSink();
    try (AuditLog log = open(sink)) {
      fill(log, 2_000);
      Logs.await(() -> log.health().sinkLag().get("list") == 0);
    }

    assertThat(sink.indexes().subList(0, 2_001))
        .isEqualTo(LongStream.rangeClosed(0, 2_000).boxed().toList());
    assertThat(Files.exists(Logs.segment(directory, 2))).isTrue();
  }

  @Test
  void aFailingSinkFallsBehindWithANoticeAndDelaysNobody() throws Exception {
    ListSink sink = new ListSink();
    sink.failing = true;
    try (AuditLog log = open(sink)) {
      fill(log, 100);
      log.record(SampleRecords.permit());
      Logs.await(() -> kinds().contains(Notice.Kind.AUDIT_SINK_LAGGING));

      assertThat(log.health().sinkLag()).containsEntry("list", 102L);
      assertThat(sink.taken).isEmpty();

      sink.failing = false;
      Logs.await(() -> log.health().sinkLag().get("list") == 0);
    }
    assertThat(sink.indexes()).startsWith(0L, 1L, 2L).doesNotHaveDuplicates();
  }

  @Test
  void aSinkGoesOnWhereItWasAfterARestart() throws Exception {
    ListSink first = new ListSink();
    try (AuditLog log = open(first)) {
      fill(log, 50);
      Logs.await(() -> log.health().sinkLag().get("list") == 0);
    }
    ListSink second = new ListSink();
    try (AuditLog log = open(second)) {
      fill(log, 50);
      Logs.await(() -> log.health().sinkLag().get("list") == 0);
    }

    assertThat(second.indexes().get(0)).isGreaterThan(50);
    List<Long> all = new ArrayList<>(first.indexes());
    all.addAll(second.indexes());
    assertThat(all.stream().distinct().sorted())
        .startsWith(0L, 1L)
        .contains(LongStream.rangeClosed(0, 102).boxed().toArray(Long[]::new));
  }

  @Test
  void aDamagedCursorMeansFromTheBeginning() throws Exception {
    try (AuditLog log = open(new ListSink())) {
      fill(log, 10);
      Logs.await(() -> log.health().sinkLag().get("list") == 0);
    }
    Files.writeString(directory.resolve("sinks/list.cursor"), "nonsense");
    ListSink sink = new ListSink();
    try (AuditLog log = open(sink)) {
      Logs.await(() -> log.health().sinkLag().get("list") == 0);
    }

    assertThat(sink.indexes()).startsWith(0L, 1L);
  }

  @Test
  void twoSinksOfOneNameAreRefused() {
    AuditConfig.Builder config = Logs.config(directory).sink(new ListSink());

    assertThatThrownBy(() -> config.sink(new ListSink())).hasMessage("two sinks are named list");
  }

  private AuditLog open(AuditSink sink) throws AuditOpenException {
    return AuditLog.open(
        Logs.config(directory).segmentBytes(256 << 10).listener(notices::add).sink(sink).build());
  }

  private static void fill(AuditLog log, int records) throws AuditUnavailableException {
    SampleRecords samples = new SampleRecords(9);
    List<AuditRecord> group = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      group.add(samples.decision());
    }
    log.recordAll(group);
  }

  private List<Notice.Kind> kinds() {
    synchronized (notices) {
      return notices.stream().map(Notice::kind).toList();
    }
  }
}
