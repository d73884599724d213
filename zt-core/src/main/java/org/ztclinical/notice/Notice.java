package org.ztclinical.notice;

import java.util.Objects;

/**
 * Something an operator may want to know.
 *
 * @param kind what happened
 * @param source which part speaks, from configuration: an issuer, a log's origin; never request
 *     data
 * @param detail a short sentence or number; never request data
 */
public record Notice(Kind kind, String source, String detail) {
  public Notice {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(detail, "detail");
  }

  /** The kinds of notice; each has the level at which it is worth reading. */
  public enum Kind {
    KEYS_REFRESHED(Level.INFO),
    KEYS_STALE(Level.WARN),
    KEYS_UNAVAILABLE(Level.ERROR),
    /** An issuer's keys are verified with by a provider that takes long; another would not. */
    SIGNATURES_SLOW(Level.WARN),
    /** An issuer does not answer about tokens, and is not asked for some seconds. */
    INTROSPECTION_UNAVAILABLE(Level.ERROR),
    INTROSPECTION_ANSWERS(Level.INFO),
    AUDIT_OPENED(Level.INFO),
    AUDIT_RECOVERED(Level.WARN),
    AUDIT_QUEUE_HIGH(Level.WARN),
    AUDIT_FAILED(Level.ERROR),
    AUDIT_SINK_LAGGING(Level.WARN),
    REJECTIONS_AGGREGATED(Level.WARN),
    RESPONSE_WITHHELD(Level.WARN),
    OBSERVED_DENIAL(Level.INFO),
    /** Something was permitted on condition that somebody is told, as when the glass is broken. */
    ACCESS_TO_REVIEW(Level.WARN),
    STATE_UNAVAILABLE(Level.ERROR),
    /** What is stored, or who treats whom, was not told in time; what needed it was denied. */
    FACTS_LATE(Level.WARN),
    /** Whoever is asked for stored facts failed or answered something else. */
    FACTS_UNAVAILABLE(Level.WARN),
    TLS_FILES_LOADED(Level.INFO),
    /** Changed key or trust files are not good; those read before stay in use. */
    TLS_FILES_REFUSED(Level.ERROR),
    /** Something was ended, by an operator or by a signal of an issuer. */
    SESSION_ENDED(Level.INFO),
    /** An issuer signalled something that nothing is done about. */
    SIGNAL_IGNORED(Level.WARN),
    /** A transmitter's events cannot be fetched; it is asked again and again. */
    SIGNALS_NOT_POLLED(Level.ERROR),
    SIGNALS_POLLED(Level.INFO),
    /** There is no room for what was ended; more is refused than was meant. */
    SESSIONS_FULL(Level.ERROR),
    /** What other instances ended cannot be learned, or they cannot be told. */
    SESSIONS_UNSHARED(Level.ERROR),
    POLICIES_LOADED(Level.INFO),
    POLICY_DOUBTFUL(Level.WARN),
    POLICIES_REFUSED(Level.ERROR);

    private final Level level;

    Kind(Level level) {
      this.level = level;
    }

    /** How loudly to report this kind. */
    public Level level() {
      return level;
    }
  }

  /** How loudly. */
  public enum Level {
    INFO,
    WARN,
    ERROR
  }
}
