package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is lost after any operation, with any mix of unforced blocks and unsynced names kept or
 * lost; then the log is opened, and the power is lost again while it recovers or writes on. Every
 * record that was acknowledged is there, the log opens, and verifies.
 *
 * <p>More losses with {@code -Dzt.audit.powerlosses=10000}.
 */
class PowerLossTest {
  private static final int LOSSES = Integer.getInteger("zt.audit.powerlosses", 40);
  private static final int AGAIN = 3;

  @TempDir Path directory;

  private int torn;
  private int recovered;

  @Test
  void everythingAcknowledgedSurvivesLossOfPowerAtAnyPoint() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PowerLossDisk original = new PowerLossDisk();
    write(original, 30);
    write(original, 30);

    for (int loss = 0; loss < LOSSES; loss++) {
      PowerLossDisk disk = original;
      for (int again = 0; again < AGAIN; again++) {
        int point = disk.somePoint(random);
        disk = disk.loseAfter(point, random);
        String where = "seed " + seed + ", loss " + loss + "." + again + " after " + point;
        openAndCheck(disk, where);
      }
    }
    System.out.printf(
        "power lost %d times: %d torn tails, %d recoveries, no acknowledged record missing%n",
        LOSSES * AGAIN, torn, recovered);
    assertThat(torn).as("the test must meet torn tails").isPositive();
  }

  private void openAndCheck(PowerLossDisk disk, String where) throws Exception {
    AuditLayout layout = new AuditLayout(disk, directory);
    torn += AuditVerifier.verify(layout).log().tornBytes() > 0 ? 1 : 0;
    try {
      write(disk, 3);
    } catch (AuditOpenException e) {
      throw new AssertionError(where, e);
    }
    AuditReceipt[] receipts = disk.receiptsBefore(disk.operations()).toArray(AuditReceipt[]::new);
    VerificationReport report = AuditVerifier.verify(layout, receipts);
    assertThat(report.intact()).as("%s: %s", where, report.describe()).isTrue();
    assertThat(report.log().tornBytes()).as(where).isZero();
    LogWalk.over(
        layout.log(),
        entry ->
            recovered +=
                entry.record() instanceof ControlRecord control
                        && control.event() == ControlEvent.RECOVERY
                    ? 1
                    : 0);
  }

  /** Opens, writes batches of several records over some segments, closes. */
  private void write(PowerLossDisk disk, int batches) throws Exception {
    SampleRecords samples = new SampleRecords(11);
    AuditConfig config = Logs.config(directory).files(disk).segmentBytes(256 << 10).build();
    try (AuditLog log = AuditLog.open(config)) {
      for (int batch = 0; batch < batches; batch++) {
        List<AuditRecord> records = new ArrayList<>();
        for (int i = 0; i <= batch * 7 % 50; i++) {
          records.add(samples.decision());
        }
        disk.acknowledged(log.recordAll(records));
      }
    }
  }
}
