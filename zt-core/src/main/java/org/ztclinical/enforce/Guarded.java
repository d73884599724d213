package org.ztclinical.enforce;

import java.util.Objects;
import org.ztclinical.access.Outcome;

/**
 * How a guarded request ended.
 *
 * @param outcome permit, denial or rejection
 * @param response what the caller is given: the checked answer of the work, or the refusal with its
 *     status, challenge and OperationOutcome; always to be sent as it is, unless it was sent
 * @param sending whether that is still to be done
 */
public record Guarded(Outcome outcome, Response response, Sending sending) {
  public Guarded {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(sending, "sending");
  }

  /** A response that is to be sent. */
  public Guarded(Outcome outcome, Response response) {
    this(outcome, response, Sending.TO_BE_SENT);
  }

  /** What has become of the response. */
  public enum Sending {
    /** It is complete, and nothing of it has left. */
    TO_BE_SENT,
    /** It left through the {@link Outlet}; the response here is its head alone. */
    SENT,
    /** A part of it left through the {@link Outlet}, and it was cut. */
    CUT
  }

  Guarded with(Response changed) {
    return new Guarded(outcome, changed, sending);
  }
}
