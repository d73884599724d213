package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed in a log is found, and the damaged record is named. */
class TamperingTest {
  private static final int RECORDS = 6;

  @TempDir Path directory;

  private final List<AuditReceipt> receipts = new ArrayList<>();
  private Path segment;
  private MemoryFiles files;
  private LogFolder folder;
  private byte[] original;

  /** Where each record starts, and where the last ends. */
  private final List<Integer> starts = new ArrayList<>();

  @BeforeEach
  void writeASmallLog() throws Exception {
    try (AuditLog log = AuditLog.open(Logs.config(directory).build())) {
      for (int i = 0; i < RECORDS - 2; i++) {
        receipts.add(log.record(SampleRecords.permit()));
      }
    }
    segment = Logs.segment(directory, 0);
    files = MemoryFiles.of(directory.resolve("log"));
    folder = new LogFolder(files, directory.resolve("log"));
    original = files.contents.get(segment);
    for (AuditEntry entry : Logs.entries(directory)) {
      starts.add((int) entry.offset());
    }
    int last = starts.get(RECORDS - 1);
    starts.add(last + Frame.parse(ByteBuffer.wrap(original, last, original.length - last)).size());
  }

  @Test
  void everyBitFlippedIsDetectedAndTheRecordNamed() throws Exception {
    int wrong = 0;
    for (int at = 0; at < original.length; at++) {
      boolean padding = at >= 300 && at < SegmentHeader.SIZE - 4; // One bit of each byte will do.
      for (int bit = padding ? at % 8 : 0; bit < 8; bit += padding ? 8 : 1) {
        byte[] changed = original.clone();
        changed[at] ^= (byte) (1 << bit);
        files.contents.put(segment, changed);

        ChainReport report = LogWalk.over(folder, entry -> {});

        wrong += isFound(report, at) ? 0 : 1;
      }
    }
    assertThat(wrong).as("flips of %d bytes not found", original.length).isZero();
  }

  /**
   * A flip in the header is a fault. One in the last record, or in the zeros behind it, cannot be
   * told from a torn write, and is reported as that. Any other is a fault that names the record.
   */
  private boolean isFound(ChainReport report, int at) {
    if (at < SegmentHeader.SIZE) {
      return report.fault().isPresent();
    }
    int record = RECORDS;
    while (starts.get(record) > at) {
      record--;
    }
    if (record >= RECORDS - 1) {
      return report.fault().isEmpty()
          && report.records() == Math.min(record, RECORDS)
          && report.tornBytes() > 0;
    }
    return report.fault().isPresent()
        && report.fault().get().index() == record
        && report.fault().get().offset() == starts.get(record);
  }

  @Test
  void aRecordRemovedDoubledOrMovedIsDetectedAtItsPlace() throws Exception {
    for (int record = 0; record < RECORDS - 1; record++) {
      assertThat(faultAfter(without(record))).isEqualTo(record);
      assertThat(faultAfter(doubled(record))).isEqualTo(record + 1);
      assertThat(faultAfter(swapped(record))).isEqualTo(record);
    }
  }

  @Test
  void aLogCutBackIsDetectedByAReceiptKeptElsewhere() throws Exception {
    AuditReceipt last = receipts.get(receipts.size() - 1);
    byte[] onDisk = Files.readAllBytes(segment);
    for (int record = 0; record <= last.index(); record++) {
      byte[] cut = onDisk.clone();
      Arrays.fill(cut, starts.get(record), cut.length, (byte) 0);
      Files.write(segment, cut);

      assertThat(AuditVerifier.verify(directory).intact())
          .as("without a receipt a clean cut cannot be seen")
          .isTrue();
      assertThat(AuditVerifier.verify(directory, last).log().fault())
          .hasValueSatisfying(fault -> assertThat(fault.what()).contains("the log was cut"));
    }
  }

  @Test
  void aLogWrittenAnewByAnInsiderIsDetectedByAReceiptKeptElsewhere() throws Exception {
    AuditReceipt kept = receipts.get(1);
    Files.delete(segment);
    try (AuditLog log = AuditLog.open(Logs.config(directory).build())) {
      for (int i = 0; i < RECORDS; i++) {
        log.record(SampleRecords.permit());
      }
    }

    assertThat(AuditVerifier.verify(directory).intact()).isTrue();
    assertThat(AuditVerifier.verify(directory, kept).log().fault())
        .hasValueSatisfying(fault -> assertThat(fault.what()).contains("rewritten"));
  }

  @Test
  void aBodyThatIsNoRecordIsDetectedEvenWhenTheChainFits() throws Exception {
    ByteBuffer forged = ByteBuffer.allocate(original.length);
    forged.put(original, 0, SegmentHeader.SIZE);
    Head seed = SegmentHeader.parse(Arrays.copyOf(original, SegmentHeader.SIZE)).seed();
    Chain chain = new Chain(seed);
    byte[] body = RecordCodec.body(SampleRecords.permit());
    Frame.put(forged, RecordCodec.DECISION, 0, 0, 1, body, chain);
    Frame.put(forged, 99, 1, 1, 1, body, chain);
    Frame.put(forged, RecordCodec.DECISION, 2, 2, 1, body, chain);
    files.contents.put(segment, forged.array());

    ChainReport report = LogWalk.over(folder, entry -> {});

    assertThat(report.fault())
        .hasValueSatisfying(
            fault -> {
              assertThat(fault.index()).isEqualTo(1);
              assertThat(fault.what()).contains("unknown kind 99");
            });
    assertThat(report.records()).isEqualTo(1);
  }

  @Test
  void aDirectoryWithoutALogIsNotIntact() throws Exception {
    VerificationReport report = AuditVerifier.verify(directory.resolve("nowhere"));

    assertThat(report.intact()).isFalse();
    assertThat(report.describe()).contains("there is no log");
  }

  @Test
  void aMissingSegmentIsDetected() throws Exception {
    Path other = directory.resolve("many");
    writeManySegments(other);
    Files.delete(Logs.segment(other, 1));

    VerificationReport report = AuditVerifier.verify(other);

    assertThat(report.log().fault())
        .hasValueSatisfying(fault -> assertThat(fault.segment()).isEqualTo(LogFolder.name(1)));
    assertThatThrownBy(() -> AuditLog.open(Logs.config(other).build()))
        .hasMessageContaining("is missing");
  }

  @Test
  void theEndOfAFinishedSegmentCannotBeCut() throws Exception {
    Path other = directory.resolve("many");
    writeManySegments(other);
    byte[] bytes = Files.readAllBytes(Logs.segment(other, 0));
    AuditEntry last =
        Logs.entries(other).stream()
            .filter(entry -> entry.segment().equals(LogFolder.name(0)))
            .reduce((one, two) -> two)
            .orElseThrow();
    Arrays.fill(bytes, (int) last.offset(), bytes.length, (byte) 0);
    Files.write(Logs.segment(other, 0), bytes);

    assertThat(AuditVerifier.verify(other).log().fault())
        .hasValueSatisfying(fault -> assertThat(fault.index()).isEqualTo(last.index()));
  }

  @Test
  void aLogDamagedBeforeItsEndDoesNotOpenAndSaysWhatToDo() throws Exception {
    byte[] changed = Files.readAllBytes(segment);
    changed[starts.get(2) + 40] ^= 1;
    Files.write(segment, changed);

    assertThatThrownBy(() -> AuditLog.open(Logs.config(directory).build()))
        .isInstanceOfSatisfying(
            AuditOpenException.class,
            e -> assertThat(e.reason()).isEqualTo(AuditOpenException.Cause.DAMAGED))
        .hasMessageContaining("record 2 is damaged, though record 3 shows that it was on disk")
        .hasMessageContaining("AuditVerifier")
        .hasMessageContaining("new directory");
    assertThat(Files.readAllBytes(segment)).as("evidence is not touched").isEqualTo(changed);
  }

  @Test
  void aTornTailIsPutInQuarantineCutAndMentioned() throws Exception {
    byte[] changed = Files.readAllBytes(segment);
    int last = starts.get(RECORDS - 1);
    byte[] torn = Arrays.copyOfRange(changed, last, starts.get(RECORDS) - 9);
    Arrays.fill(changed, starts.get(RECORDS) - 9, changed.length, (byte) 0);
    torn[torn.length - 1] |= 1;
    System.arraycopy(torn, 0, changed, last, torn.length);
    Files.write(segment, changed);
    assertThat(AuditVerifier.verify(directory).log().tornBytes()).isEqualTo(torn.length);

    AuditLog.open(Logs.config(directory).build()).close();

    List<ControlRecord> controls = Logs.controls(Logs.entries(directory));
    assertThat(controls)
        .extracting(ControlRecord::event)
        .containsExactly(
            ControlEvent.OPENED, ControlEvent.RECOVERY, ControlEvent.OPENED, ControlEvent.CLOSED);
    assertThat(controls.get(1).facts())
        .containsEntry("bytes", String.valueOf(torn.length))
        .containsEntry("offset", String.valueOf(last));
    List<Path> tails = Logs.files(directory.resolve("log/quarantine"));
    assertThat(tails).hasSize(1);
    assertThat(Files.readAllBytes(tails.get(0))).isEqualTo(torn);
    assertThat(tails.get(0).toString()).endsWith(".tail");
    assertThat(AuditVerifier.verify(directory, receipts.toArray(AuditReceipt[]::new)).intact())
        .isTrue();
  }

  private void writeManySegments(Path other) throws Exception {
    SampleRecords samples = new SampleRecords(5);
    AuditConfig config = Logs.config(other).segmentBytes(256 << 10).build();
    try (AuditLog log = AuditLog.open(config)) {
      List<AuditRecord> records = new ArrayList<>();
      for (int i = 0; i < 1_500; i++) {
        records.add(samples.decision());
      }
      log.recordAll(records);
    }
    assertThat(Files.exists(Logs.segment(other, 2))).isTrue();
  }

  private long faultAfter(List<Integer> order) throws IOException {
    byte[] changed = new byte[original.length + 400];
    System.arraycopy(original, 0, changed, 0, SegmentHeader.SIZE);
    int at = SegmentHeader.SIZE;
    for (int record : order) {
      int length = starts.get(record + 1) - starts.get(record);
      System.arraycopy(original, starts.get(record), changed, at, length);
      at += length;
    }
    files.contents.put(segment, changed);
    return LogWalk.over(folder, entry -> {}).fault().orElseThrow().index();
  }

  private static List<Integer> all() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      order.add(i);
    }
    return order;
  }

  private static List<Integer> without(int record) {
    List<Integer> order = all();
    order.remove(record);
    return order;
  }

  private static List<Integer> doubled(int record) {
    List<Integer> order = all();
    order.add(record, record);
    return order;
  }

  private static List<Integer> swapped(int record) {
    List<Integer> order = all();
    order.set(record, record + 1);
    order.set(record + 1, record);
    return order;
  }
}
