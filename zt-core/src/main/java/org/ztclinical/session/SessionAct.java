package org.ztclinical.session;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That something was ended, trusted again or signalled, for the audit log.
 *
 * @param by who did it: an operator as the application names it, or the issuer of a signal
 * @param action what was done, as in {@code terminate} or the event of a signal
 * @param target what it was done to; empty when nothing here was meant
 * @param effect what came of it, as the code of a reason, or {@code recorded}
 * @param at when
 */
public record SessionAct(
    String by, String action, Optional<Target> target, String effect, Instant at) {
  /** Nothing came of it but the record. */
  public static final String RECORDED = "recorded";

  public SessionAct {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(at, "at");
  }
}
