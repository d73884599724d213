package org.ztclinical.obligation;

/** Where stated reasons are written down before they count: the audit log. */
@FunctionalInterface
public interface JustificationLedger {
  /**
   * Returns when the reason is on disk.
   *
   * @return the id of its record
   * @throws JustificationUnavailableException when it cannot be recorded; then it does not count
   */
  String record(StatedReason stated) throws JustificationUnavailableException;
}
