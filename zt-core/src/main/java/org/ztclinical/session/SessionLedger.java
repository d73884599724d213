package org.ztclinical.session;

import org.ztclinical.reason.Reason;

/** Where it is written down who ended what: the audit log. */
public interface SessionLedger {
  /**
   * Returns when the act is on disk.
   *
   * @throws SessionsUnavailableException when it cannot be recorded
   */
  void record(SessionAct act) throws SessionsUnavailableException;

  /**
   * Counts a signal that was fetched and refused, among what strangers were refused; never fails.
   */
  void refused(Reason why);
}
