package org.ztclinical.session;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How fetching a transmitter's events stands at one moment.
 *
 * @param transmitter as configured
 * @param state whether it answers
 * @param answeredAt its last good answer
 * @param failedAt the last failure
 * @param accepted how many events are in force since the start, those that came again included
 * @param refused how many were refused since then
 */
public record PollHealth(
    String transmitter,
    State state,
    Optional<Instant> answeredAt,
    Optional<Instant> failedAt,
    long accepted,
    long refused) {
  public PollHealth {
    Objects.requireNonNull(transmitter, "transmitter");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(answeredAt, "answeredAt");
    Objects.requireNonNull(failedAt, "failedAt");
  }

  /** Whether the transmitter answers. */
  public enum State {
    /** It has not answered yet, nor failed. */
    STARTING,
    /** Its last answer was good. */
    ANSWERING,
    /** It does not answer, or with something else; it is asked again after a while. */
    FAILING,
    /** It is not asked any more. */
    CLOSED
  }
}
