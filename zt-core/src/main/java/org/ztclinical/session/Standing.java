package org.ztclinical.session;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.reason.Reason;
import org.ztclinical.token.VerifiedToken;

/**
 * Whether what a request was admitted with still counts while its answer is on its way. Asking
 * costs next to nothing while nothing is ended. Safe for use by many threads.
 */
public final class Standing {
  private static final Standing UNBOUND = new Standing(null, null);

  private final @Nullable Sessions sessions;
  private final @Nullable VerifiedToken token;
  private volatile long asked = -1;

  private Standing(@Nullable Sessions sessions, @Nullable VerifiedToken token) {
    this.sessions = sessions;
    this.token = token;
  }

  static Standing of(Sessions sessions, VerifiedToken token) {
    return new Standing(
        Objects.requireNonNull(sessions, "sessions"), Objects.requireNonNull(token, "token"));
  }

  /** Of a request that no token of ours admitted, as those to other servers. */
  public static Standing unbound() {
    return UNBOUND;
  }

  /** Why it no longer counts; empty while it does. */
  public Optional<Reason> lost() {
    if (sessions == null || token == null) {
      return Optional.empty();
    }
    long now = sessions.generation();
    if (asked == now) {
      return Optional.empty();
    }
    Optional<Reason> refusal = sessions.refusal(token);
    if (refusal.isEmpty()) {
      asked = now;
    }
    return refusal;
  }
}
