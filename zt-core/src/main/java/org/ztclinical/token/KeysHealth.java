package org.ztclinical.token;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How an issuer's keys stand at one moment.
 *
 * @param issuer as configured
 * @param state whether tokens can be judged
 * @param keys how many usable keys are at hand
 * @param refreshedAt the last successful fetch; empty for fixed keys and before the first one
 * @param failedAt the last failed fetch since then
 */
public record KeysHealth(
    String issuer,
    State state,
    int keys,
    Optional<Instant> refreshedAt,
    Optional<Instant> failedAt) {
  public KeysHealth {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(refreshedAt, "refreshedAt");
    Objects.requireNonNull(failedAt, "failedAt");
  }

  /** Whether tokens can be judged. */
  public enum State {
    /** The keys were given in the configuration. */
    FIXED,
    /** Fetched within the last five minutes. */
    FRESH,
    /** Older than that, still used: at most one hour after the last successful fetch. */
    STALE,
    /** There are none, or they are too old to be used. */
    UNAVAILABLE
  }
}
