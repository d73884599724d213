package org.ztclinical.session;

import java.util.Objects;
import org.ztclinical.reason.Reason;

/**
 * The sender of a token did not prove to be the one it was given to: answer 401. Its message holds
 * nothing of the request. It has no stack trace.
 */
public final class SenderRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  SenderRejectedException(SessionReason reason) {
    this(Reason.of(reason));
  }

  SenderRejectedException(Reason reason) {
    super(reason.text(), null, false, false);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** What was wrong, for the decision and its record. */
  public Reason asReason() {
    return reason;
  }
}
