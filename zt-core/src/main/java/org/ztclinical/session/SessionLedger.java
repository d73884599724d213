package org.ztclinical.session;

/** Where it is written down who ended what: the audit log. */
@FunctionalInterface
public interface SessionLedger {
  /**
   * Returns when the act is on disk.
   *
   * @throws SessionsUnavailableException when it cannot be recorded
   */
  void record(SessionAct act) throws SessionsUnavailableException;
}
