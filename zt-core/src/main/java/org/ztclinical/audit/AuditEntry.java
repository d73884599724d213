package org.ztclinical.audit;

import java.time.Instant;

/**
 * A record with its place in the log.
 *
 * @param index its place, counted from 0
 * @param recorded when the log wrote it; never earlier than the record before it
 * @param record the record
 * @param head the chain's head after it, 64 hexadecimal digits
 * @param segment the file it is in
 * @param offset where in the file
 */
public record AuditEntry(
    long index, Instant recorded, AuditRecord record, String head, String segment, long offset) {

  static AuditEntry of(Frame frame, long segment, long offset) {
    return new AuditEntry(
        frame.index(),
        Micros.instant(frame.recorded()),
        frame.record(),
        frame.chain().toString(),
        LogFolder.name(segment),
        offset);
  }

  /** The index and the record in one line. */
  public String describe() {
    return index + " " + record.describe();
  }
}
