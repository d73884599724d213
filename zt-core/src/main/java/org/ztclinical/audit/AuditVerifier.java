package org.ztclinical.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks an audit directory from its first byte to its last: checksums, order, the hash chain
 * across segments, that nothing stands where nothing was written, and that every body reads as a
 * record. Changes nothing; needs no key.
 *
 * <p>What it finds: any byte changed, any record removed, doubled, moved or inserted. What a hash
 * chain alone cannot show is a log whose end was cut off, or one rewritten from some place on by
 * somebody who can write its files; against that, keep {@linkplain AuditReceipt receipts} elsewhere
 * and give them to {@link #verify(Path, AuditReceipt...)}.
 */
public final class AuditVerifier {
  private AuditVerifier() {}

  /**
   * Checks a directory.
   *
   * @param earlier receipts of this log's own records, kept elsewhere: each must be found at its
   *     place with its head
   */
  public static VerificationReport verify(Path directory, AuditReceipt... earlier)
      throws IOException {
    return verify(AuditLayout.of(directory), earlier);
  }

  static VerificationReport verify(AuditLayout layout, AuditReceipt... earlier) throws IOException {
    PermitTally tally = new PermitTally();
    Pins pins = new Pins(earlier);
    ChainReport log =
        LogWalk.over(
            layout.log(),
            entry -> {
              pins.see(entry);
              entry.record().accept(tally);
            });
    ChainReport rejections = LogWalk.over(layout.rejections(), entry -> {});
    return tally.report(pins.judge(log), rejections);
  }

  /** Receipts by index, and what became of them. */
  private static final class Pins {
    private final Map<Long, String> heads = new HashMap<>();
    private Optional<AuditFault> fault = Optional.empty();

    Pins(AuditReceipt... receipts) {
      Arrays.stream(receipts).forEach(receipt -> heads.put(receipt.index(), receipt.head()));
    }

    void see(AuditEntry entry) {
      String expected = heads.remove(entry.index());
      if (fault.isEmpty() && expected != null && !expected.equals(entry.head())) {
        fault =
            Optional.of(
                new AuditFault(
                    entry.segment(),
                    entry.offset(),
                    entry.index(),
                    "the log was rewritten here or before: a receipt shows another head"));
      }
    }

    ChainReport judge(ChainReport log) {
      if (log.fault().isEmpty() && fault.isEmpty() && !heads.isEmpty()) {
        long missing = heads.keySet().stream().min(Long::compare).orElse(0L);
        fault =
            Optional.of(
                new AuditFault(
                    LogFolder.name(Math.max(0, log.segments() - 1)),
                    0,
                    missing,
                    "the log was cut: a receipt shows that it was longer"));
      }
      return log.fault().isPresent() || fault.isEmpty()
          ? log
          : new ChainReport(
              log.origin(),
              log.segments(),
              log.records(),
              log.head(),
              fault,
              log.tornBytes(),
              log.abandonedBytes());
    }
  }
}
