package org.ztclinical.session;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.state.StateStore;

/**
 * How it is kept what was ended. Each method returns a changed copy. Immutable.
 *
 * <p>Without further words: in the memory of this instance, up to 200,000 ends (about 200 bytes
 * each), a login's for 24 hours at least.
 */
public final class SessionRules {
  private static final SessionRules STANDARD =
      new SessionRules(null, 200_000, Duration.ofHours(24), Duration.ofMinutes(5));

  private final @Nullable StateStore store;
  private final int most;
  private final Duration life;
  private final Duration blind;

  private SessionRules(@Nullable StateStore store, int most, Duration life, Duration blind) {
    this.store = store;
    this.most = most;
    this.life = life;
    this.blind = blind;
  }

  /** As said above. */
  public static SessionRules standard() {
    return STANDARD;
  }

  /**
   * Tells all instances that use this store, and remembers across restarts if it does. The others
   * learn within half a second and the time the store takes. The store must not displace what it
   * keeps, and should be sealed ({@link org.ztclinical.state.SealedState}): who can write to it can
   * end sessions.
   */
  public SessionRules sharedIn(StateStore shared) {
    return new SessionRules(Objects.requireNonNull(shared, "shared"), most, life, blind);
  }

  /**
   * How much may be ended at a time: 100 to 10,000,000, in equal shares for all issuers. When an
   * issuer has no more room, all tokens that it gave until then are refused in place of single
   * ones.
   */
  public SessionRules room(int ends) {
    if (ends < 100 || ends > 10_000_000) {
      throw new IllegalArgumentException("there is room for 100 to 10,000,000 ends");
    }
    return new SessionRules(store, ends, life, blind);
  }

  /**
   * How long a login is known to have ended: at least as long as an issuer's refresh tokens might
   * still bring forth tokens of it; 1 hour to 30 days.
   */
  public SessionRules rememberLogins(Duration time) {
    if (time.compareTo(Duration.ofHours(1)) < 0 || time.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("an ended login is remembered for 1 hour to 30 days");
    }
    return new SessionRules(store, most, time, blind);
  }

  /**
   * How long requests are served while it cannot be learned what other instances ended; after that
   * they are answered with 503. 5 minutes without this call; 1 second to 1 hour.
   */
  public SessionRules serveUnshared(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("served unshared is 1 second to 1 hour");
    }
    return new SessionRules(store, most, life, time);
  }

  /** The store that is shared, if one is. */
  public Optional<StateStore> store() {
    return Optional.ofNullable(store);
  }

  int most() {
    return most;
  }

  Duration life() {
    return life;
  }

  Duration blind() {
    return blind;
  }

  @Override
  public String toString() {
    return "ended sessions: " + (store == null ? "this instance alone" : "shared in " + store);
  }
}
