package org.ztclinical.request;

import org.ztclinical.reason.Reason;

/** A request that cannot be read in exactly one way. Its message holds nothing from the request. */
public final class RequestRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  /** A refusal; the detail is a fixed text and holds nothing from the request. */
  public RequestRefusedException(RequestReason code, String detail) {
    super(code.sentence() + (detail.isEmpty() ? "" : ": " + detail));
    this.reason = Reason.of(code, detail);
  }

  /** What was wrong. */
  public Reason reason() {
    return reason;
  }
}
