package org.ztclinical.signal;

import org.ztclinical.reason.Reason;

/** A signal that nothing is done about. Its message holds nothing of it. It has no stack trace. */
public final class SignalRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final SignalReason reason;
  private final String detail;

  /** Refused for this reason. */
  public SignalRejectedException(SignalReason reason) {
    this(reason, "");
  }

  /**
   * Refused for this reason.
   *
   * @param detail the name of a claim, or the code of another reason; nothing that was received
   */
  public SignalRejectedException(SignalReason reason, String detail) {
    super(Reason.of(reason, detail).text(), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  /** Why, for programs. */
  public SignalReason reason() {
    return reason;
  }

  /** Why, for the log. */
  public Reason asReason() {
    return Reason.of(reason, detail);
  }
}
