package org.ztclinical.token;

import org.ztclinical.reason.Reason;

/**
 * A token that is not accepted: answer 401 {@code invalid_token} (RFC 6750 §3.1). Its message holds
 * nothing from the token. It has no stack trace: a flood of bad tokens must be cheap to refuse.
 */
public final class TokenRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final TokenReason reason;
  private final String detail;

  TokenRejectedException(TokenReason reason) {
    this(reason, "");
  }

  /**
   * @param detail the name of a registered claim or header member, in our own words
   */
  TokenRejectedException(TokenReason reason, String detail) {
    super(Reason.of(reason, detail).text(), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  /** What was wrong, for programs. */
  public TokenReason reason() {
    return reason;
  }

  /** What was wrong, for the decision and its record. */
  public Reason asReason() {
    return Reason.of(reason, detail);
  }
}
