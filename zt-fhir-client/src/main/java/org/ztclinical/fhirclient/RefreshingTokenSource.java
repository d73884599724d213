package org.ztclinical.fhirclient;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one token fresh: asks for the next ahead of the end of the present one, one request at a
 * time however many threads call. While the present token lives, callers do not wait for the next,
 * and an authorization server that is away for a moment is not noticed. After a failed request
 * nothing is asked for during a pause of five seconds. Safe for use by many threads.
 */
public final class RefreshingTokenSource implements TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshingTokenSource.class);

  /** A token is not used during its last seconds: it must still live when it arrives. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final TokenRequest request;
  private final InstantSource clock;
  private final ReentrantLock asking = new ReentrantLock();

  private volatile @Nullable Held held;
  private volatile Instant pausedUntil = Instant.MIN;

  private RefreshingTokenSource(TokenRequest request, InstantSource clock) {
    this.request = Objects.requireNonNull(request, "request");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** A token, and from when on the next one is asked for. */
  private record Held(AccessToken token, Instant refreshAt) {
    /** Ahead by a fifth of the token's life, at most a minute: 300 s and 570 s are usual. */
    static Held of(AccessToken token, Instant now) {
      Duration fifth = Duration.between(now, token.expiresAt()).dividedBy(5);
      Duration ahead = fifth.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofMinutes(1) : fifth;
      return new Held(token, token.expiresAt().minus(ahead));
    }

    boolean usable(Instant now) {
      return now.isBefore(token.expiresAt().minus(MARGIN));
    }
  }

  /** A source that asks with this request, by the system clock. */
  public static RefreshingTokenSource of(TokenRequest request) {
    return of(request, InstantSource.system());
  }

  /** A source that asks with this request. */
  public static RefreshingTokenSource of(TokenRequest request, InstantSource clock) {
    return new RefreshingTokenSource(request, clock);
  }

  @Override
  public AccessToken token() throws TokenUnavailableException {
    Instant now = clock.instant();
    Held present = held;
    if (present != null && now.isBefore(present.refreshAt())) {
      return present.token();
    }
    return present != null && present.usable(now) ? refreshAhead(present) : refreshNow();
  }

  @Override
  public void forget(AccessToken refused) {
    asking.lock();
    try {
      Held present = held;
      if (present != null && present.token().equals(refused)) {
        held = null;
      }
    } finally {
      asking.unlock();
    }
  }

  /** The present token still lives: whoever gets the lock asks for the next, the others go on. */
  private AccessToken refreshAhead(Held present) {
    if (clock.instant().isBefore(pausedUntil) || !asking.tryLock()) {
      return present.token();
    }
    try {
      Held now = held;
      if (now == null) {
        return present.token();
      }
      return now.equals(present) ? ask() : now.token();
    } catch (TokenUnavailableException e) {
      LOG.warn("The access token could not be refreshed ahead of its end: {}", e.kind());
      return present.token();
    } finally {
      asking.unlock();
    }
  }

  private AccessToken refreshNow() throws TokenUnavailableException {
    boolean locked = false;
    try {
      locked = asking.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!locked) {
        throw unreachable("another thread is still waiting for the token endpoint");
      }
      Held present = held;
      Instant now = clock.instant();
      if (present != null && present.usable(now)) {
        return present.token();
      }
      if (now.isBefore(pausedUntil)) {
        throw unreachable("the last request for a token failed a moment ago");
      }
      return ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted");
    } finally {
      if (locked) {
        asking.unlock();
      }
    }
  }

  private AccessToken ask() throws TokenUnavailableException {
    boolean given = false;
    try {
      AccessToken token = request.request();
      Held next = Held.of(token, clock.instant());
      if (!next.usable(clock.instant())) {
        throw new TokenUnavailableException(
            TokenUnavailableException.Cause.MALFORMED, "the token given ends within seconds");
      }
      held = next;
      given = true;
      return token;
    } catch (RuntimeException e) {
      // The message is not ours and may hold anything.
      throw unreachable("asking failed with " + e.getClass().getSimpleName());
    } finally {
      if (!given) {
        pausedUntil = clock.instant().plus(PAUSE);
      }
    }
  }

  private static TokenUnavailableException unreachable(String message) {
    return new TokenUnavailableException(TokenUnavailableException.Cause.UNREACHABLE, message);
  }

  @Override
  public String toString() {
    return "refreshing token source";
  }
}
