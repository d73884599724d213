package org.ztclinical.identity;

import org.ztclinical.reason.Reason;

/**
 * A verified token whose claims do not describe a caller: answer 401 {@code invalid_token} (RFC
 * 6750 §3.1). Its message holds nothing from the token. It has no stack trace.
 */
public final class IdentityRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final IdentityReason reason;
  private final String detail;

  /**
   * @param detail the name of a claim, out of the configuration
   */
  IdentityRejectedException(IdentityReason reason, String detail) {
    super(Reason.of(reason, detail).text(), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  /** What was wrong, for programs. */
  public IdentityReason reason() {
    return reason;
  }

  /** What was wrong, for the decision and its record. */
  public Reason asReason() {
    return Reason.of(reason, detail);
  }
}
