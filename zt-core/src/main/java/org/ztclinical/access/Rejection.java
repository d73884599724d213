package org.ztclinical.access;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ztclinical.reason.Reason;

/**
 * A request that was not decided: nobody was authenticated, or it had no single reading.
 *
 * @param kind what the caller is told
 * @param reason the cause, for the audit log
 * @param retryAfter when it is worth coming again, where that is known: 1 to 60 seconds
 */
public record Rejection(Kind kind, Reason reason, Optional<Duration> retryAfter)
    implements Outcome {
  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofSeconds(60);

  /** What the caller is told, with the status of RFC 9110 and RFC 6750 §3.1. */
  public enum Kind {
    /** 400: the request has more than one reading, or none. */
    BAD_REQUEST(400),
    /** 401: no credential, or one that does not verify. */
    UNAUTHENTICATED(401),
    /** 404: no route leads there. */
    NOT_FOUND(404),
    /** 405: the method is not supported. */
    METHOD_NOT_ALLOWED(405),
    /** 406: no representation we can check was asked for. */
    NOT_ACCEPTABLE(406),
    /** 413: body too large. */
    TOO_LARGE(413),
    /** 415: a body we cannot read. */
    UNSUPPORTED_MEDIA_TYPE(415),
    /** 429: what can be remembered of one caller, or of all, is used up; try again later. */
    TOO_MANY_REQUESTS(429),
    /** 500: this library failed. */
    FAILED(500),
    /** 503: keys or the audit log are not available; try again later. */
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  public Rejection {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    retryAfter = retryAfter.map(Rejection::bounded);
  }

  /** One of which nobody knows when it is worth coming again. */
  public Rejection(Kind kind, Reason reason) {
    this(kind, reason, Optional.empty());
  }

  private static Duration bounded(Duration wait) {
    if (wait.compareTo(SOONEST) < 0) {
      return SOONEST;
    }
    return wait.compareTo(LATEST) > 0 ? LATEST : wait;
  }

  @Override
  public List<Reason> reasons() {
    return List.of(reason);
  }

  @Override
  public <T> T fold(
      Function<? super Permit, ? extends T> permit,
      Function<? super Denial, ? extends T> denial,
      Function<? super Rejection, ? extends T> rejection,
      Function<? super PublicAccess, ? extends T> publicAccess) {
    return rejection.apply(this);
  }
}
