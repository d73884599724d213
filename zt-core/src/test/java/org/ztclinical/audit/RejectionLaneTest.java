package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.notice.Notice;
import org.ztclinical.reason.ReasonCode;
import org.ztclinical.request.RequestReason;

class RejectionLaneTest {
  private static final ReasonCode REASON = RequestReason.CREDENTIAL_MALFORMED;

  @TempDir Path directory;

  private final FaultyFiles files = new FaultyFiles();
  private final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());

  @Test
  void belowTheRateEachRejectionIsOnDiskBeforeTheAnswer() throws Exception {
    List<RejectionLane.Outcome> outcomes = new ArrayList<>();
    try (AuditLog log = open(new RejectionLimits(5, 100, 10, Duration.ofSeconds(5), 1 << 20))) {
      for (int i = 0; i < 5; i++) {
        int forces = files.forces("rejections");
        outcomes.add(log.rejections().reject(REASON, peer(1)));
        assertThat(files.forces("rejections")).isGreaterThan(forces);
      }
    }

    assertThat(outcomes).containsOnly(RejectionLane.Outcome.RECORDED);
    assertThat(rejections()).hasSize(5).allMatch(rejection -> rejection.count() == 1);
  }

  @Test
  void aboveTheRateRejectionsAreCountedAndTheCountIsOnDiskWithinASecond() throws Exception {
    try (AuditLog log = open(new RejectionLimits(5, 100, 10, Duration.ofSeconds(5), 1 << 20))) {
      for (int i = 0; i < 1_000; i++) {
        log.rejections().reject(REASON, peer(1));
      }
      long start = System.nanoTime();
      Logs.await(() -> counted() == 1_000);

      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_500);
      assertThat(log.health().rejectionsRecorded() + log.health().rejectionsAggregated())
          .isEqualTo(1_000);
      assertThat(log.health().rejectionsAggregated()).isGreaterThan(900);
    }
    assertThat(counted()).isEqualTo(1_000);
    assertThat(rejections().size()).isLessThan(100);
    assertThat(notices).extracting(Notice::kind).contains(Notice.Kind.REJECTIONS_AGGREGATED);
  }

  @Test
  void accessToPublicRoutesGoesTheSameWay() throws Exception {
    try (AuditLog log = open(new RejectionLimits(2, 100, 10, Duration.ofSeconds(5), 1 << 20))) {
      assertThat(log.rejections().publicAccess("metadata", "GET", peer(1)))
          .isEqualTo(RejectionLane.Outcome.RECORDED);
      for (int i = 0; i < 100; i++) {
        log.rejections().publicAccess("metadata", "GET", peer(1));
      }
    }

    List<PublicAccessRecord> accesses =
        Logs.rejections(directory).stream()
            .map(AuditEntry::record)
            .filter(PublicAccessRecord.class::isInstance)
            .map(PublicAccessRecord.class::cast)
            .toList();
    assertThat(accesses).allMatch(access -> access.routeId().equals("metadata"));
    assertThat(accesses.stream().mapToLong(PublicAccessRecord::count).sum()).isEqualTo(101);
    assertThat(accesses.size()).isLessThan(20);
    assertThat(Logs.entries(directory)).hasSize(2);
  }

  @Test
  void theLogTakesDecisionsAndReleasesOnly() throws Exception {
    AuditRecord rejection = LaneEvent.rejection("token.expired").once(peer(1), SampleRecords.NOON);
    try (AuditLog log = open(RejectionLimits.standard())) {
      assertThatThrownBy(() -> log.record(rejection))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rejections()");
    }
  }

  @Test
  void rejectionsLeaveTheLogOfDecisionsAlone() throws Exception {
    try (AuditLog log = open(RejectionLimits.standard())) {
      log.rejections().reject(REASON, peer(1));
    }

    assertThat(Logs.events(Logs.entries(directory)))
        .containsExactly(ControlEvent.OPENED, ControlEvent.CLOSED);
    assertThat(Logs.entries(directory)).hasSize(2);
    assertThat(AuditVerifier.verify(directory).rejections().records()).isEqualTo(3);
  }

  @Test
  void aFloodFromEverywhereKeepsMemoryAndFilesBoundedAndLosesNoCount() throws Exception {
    RejectionLimits limits = new RejectionLimits(2, 20, 50, Duration.ofSeconds(5), 1 << 20);
    try (AuditLog log = open(limits)) {
      FileRejectionLane lane = (FileRejectionLane) log.rejections();
      for (int i = 0; i < 50_000; i++) {
        lane.reject(REASON, peer(i));
        assertThat(lane.rows()).isLessThanOrEqualTo(50 + 1);
      }
    }

    assertThat(counted()).isEqualTo(50_000);
    assertThat(rejections().size()).isLessThan(2_000);
    assertThat(rejections())
        .anyMatch(rejection -> rejection.peer().equals(Peer.many()) && rejection.count() > 1);
  }

  @Test
  void aFloodDoesNotDelayHonestRecords() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong rejected = new AtomicLong();
    int honest;
    RejectionLimits limits = new RejectionLimits(10, 5, 1024, Duration.ofMillis(500), 1 << 30);
    try (AuditLog log = open(limits)) {
      // The lane's disk is very slow: if the log waited for it in any way, it would show.
      files.fault =
          (operation, file) -> {
            if (operation.equals("force") && file.toString().contains("/rejections/")) {
              java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
            }
          };
      List<Thread> flood = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int thread = i;
        flood.add(
            new Thread(
                () -> {
                  for (int n = 0; !stop.get(); n++) {
                    log.rejections().reject(REASON, peer(thread * 1_000_000 + n));
                    rejected.incrementAndGet();
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                  }
                }));
      }
      flood.forEach(Thread::start);
      List<Long> micros = new ArrayList<>();
      while (micros.size() < 200 || rejected.get() < 2_000) {
        long start = System.nanoTime();
        log.record(SampleRecords.permit());
        micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
      }
      honest = micros.size();
      stop.set(true);
      for (Thread thread : flood) {
        thread.join();
      }
      Collections.sort(micros);
      long median = micros.get(micros.size() / 2);
      System.out.printf(
          "with %d rejections on a lane of 300 ms a force: a record took %d us (median)%n",
          rejected.get(), median);

      assertThat(median).isLessThan(100_000);
      files.fault = (operation, file) -> {};
    }
    assertThat(AuditVerifier.verify(directory).permits()).isEqualTo(honest);
  }

  @Test
  void aLaneThatCannotWriteAnswersIsCountedAndComesBack() throws Exception {
    try (AuditLog log = open(RejectionLimits.standard())) {
      files.fault = FaultyFiles.failing("force", "rejections/", "Input/output error");

      assertThat(log.rejections().reject(REASON, peer(1)))
          .isEqualTo(RejectionLane.Outcome.UNAVAILABLE);
      assertThat(log.health().rejectionsLost()).isPositive();
      assertThat(log.health().state()).isEqualTo(AuditHealth.State.DEGRADED);
      log.record(SampleRecords.permit());

      files.fault = (operation, file) -> {};
      log.rejections().reject(REASON, peer(2));
      Logs.await(() -> log.health().state() == AuditHealth.State.OK);
      assertThat(log.rejections().reject(REASON, peer(3)))
          .isEqualTo(RejectionLane.Outcome.RECORDED);
    }
    assertThat(notices).extracting(Notice::kind).contains(Notice.Kind.AUDIT_FAILED);
    assertThat(AuditVerifier.verify(directory).intact()).isTrue();
  }

  @Test
  void aLaneThatHasUsedUpItsDiskSpaceStopsAndTheLogGoesOnAndOpensAgain() throws Exception {
    RejectionLimits limits =
        new RejectionLimits(1_000_000, 1_000_000, 10, Duration.ofSeconds(20), 512 << 10);
    for (int run = 0; run < 2; run++) {
      try (AuditLog log = open(limits)) {
        List<Thread> flood = new ArrayList<>();
        AtomicBoolean full = new AtomicBoolean();
        for (int i = 0; i < 64; i++) {
          flood.add(
              new Thread(
                  () -> {
                    while (!full.get()) {
                      boolean unavailable =
                          log.rejections().reject(REASON, Peer.unknown())
                              == RejectionLane.Outcome.UNAVAILABLE;
                      full.compareAndSet(false, unavailable);
                    }
                  }));
        }
        flood.forEach(Thread::start);
        for (Thread thread : flood) {
          thread.join();
        }
        log.record(SampleRecords.permit());
        assertThat(log.health().state()).isEqualTo(AuditHealth.State.DEGRADED);
      }
    }

    long bytes = 0;
    for (Path file : Logs.files(directory.resolve("rejections"))) {
      bytes += java.nio.file.Files.size(file);
    }
    assertThat(bytes).isLessThanOrEqualTo(512 << 10);
    assertThat(AuditVerifier.verify(directory).intact()).isTrue();
    assertThat(AuditVerifier.verify(directory).permits()).isEqualTo(2);
  }

  private AuditLog open(RejectionLimits limits) throws AuditOpenException {
    return AuditLog.open(
        Logs.config(directory)
            .files(files)
            .segmentBytes(256 << 10)
            .rejections(limits)
            .deadline(Duration.ofSeconds(10))
            .listener(notices::add)
            .build());
  }

  private static Peer peer(int number) {
    Pseudonym address = new Pseudonym(7, number);
    return new Peer(PeerPlace.PUBLIC, java.util.Optional.of(address));
  }

  private List<RejectionRecord> rejections() {
    try {
      return Logs.rejections(directory).stream()
          .map(AuditEntry::record)
          .filter(RejectionRecord.class::isInstance)
          .map(RejectionRecord.class::cast)
          .toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private long counted() {
    return rejections().stream().mapToLong(RejectionRecord::count).sum();
  }
}
