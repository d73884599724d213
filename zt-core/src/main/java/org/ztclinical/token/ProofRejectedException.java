package org.ztclinical.token;

import org.ztclinical.reason.Reason;

/**
 * A proof that proves nothing: answer 401 (RFC 9449 §7.1). Its message holds nothing from the
 * proof. It has no stack trace: a flood of bad proofs must be cheap to refuse.
 */
public final class ProofRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProofReason reason;
  private final String detail;

  ProofRejectedException(ProofReason reason) {
    this(reason, "");
  }

  /**
   * @param detail the name of a registered claim or header member, in our own words
   */
  ProofRejectedException(ProofReason reason, String detail) {
    super(Reason.of(reason, detail).text(), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  /** What was wrong, for programs. */
  public ProofReason reason() {
    return reason;
  }

  /** What was wrong, for the decision and its record. */
  public Reason asReason() {
    return Reason.of(reason, detail);
  }
}
