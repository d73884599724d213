package org.ztclinical.token;

import java.time.Duration;
import org.ztclinical.reason.Reason;

/**
 * The token could not be judged, because its issuer's keys cannot be had, or the issuer cannot be
 * asked about it: answer 503 with {@code Retry-After}, not 401. It has no stack trace.
 */
public final class KeysUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final TokenReason reason;
  private final String issuer;
  private final Duration retryAfter;

  KeysUnavailableException(String issuer, Duration retryAfter) {
    this(TokenReason.KEYS_UNAVAILABLE, issuer, retryAfter);
  }

  KeysUnavailableException(TokenReason reason, String issuer, Duration retryAfter) {
    super(reason.sentence() + ": " + issuer, null, false, false);
    this.reason = reason;
    this.issuer = issuer;
    this.retryAfter = retryAfter;
  }

  /** The issuer, as configured. */
  public String issuer() {
    return issuer;
  }

  /** After how long it is worth asking again; at least one second. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** For the decision and its record. */
  public Reason asReason() {
    return Reason.of(reason);
  }
}
