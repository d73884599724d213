package org.ztclinical.token;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;

/**
 * The keys behind a JWK set's address, fetched on a background thread, one fetch at a time.
 *
 * <h2>Life of a set</h2>
 *
 * Up to 4 minutes after its fetch a set is used as it is. From then on the next request starts a
 * fetch and still uses it. From 5 minutes on the request also waits for that fetch, a quarter of a
 * second at most, so that a removed key is noticed; if the issuer does not answer, the set stays in
 * use until one hour after its fetch, and after that there are no keys.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>No request waits longer than {@link #COLD_WAIT} (no keys yet) or {@link #WARM_WAIT}; a
 *       fetch that has let one request down is waited for by no other.
 *   <li>Unknown key ids cause at most one fetch in {@link #UNKNOWN_KEY_INTERVAL}, counted apart
 *       from the fetches above: a flood of them cannot delay those, and each fetch it causes brings
 *       the whole set, new keys included.
 *   <li>A failed fetch is repeated after 1 s at the earliest, then 2, 4 … 30 s.
 *   <li>A document that is not a JWK set changes nothing; one without usable keys leaves none.
 * </ul>
 */
final class RemoteKeys implements IssuerKeys {
  static final Duration REFRESH_AHEAD = Duration.ofMinutes(4);
  static final Duration FRESH = Duration.ofMinutes(5);
  static final Duration OUTAGE = Duration.ofHours(1);
  static final Duration UNKNOWN_KEY_INTERVAL = Duration.ofSeconds(30);
  static final Duration COLD_WAIT = Duration.ofSeconds(2);
  static final Duration WARM_WAIT = Duration.ofMillis(250);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private final String issuer;
  private final JwksFetcher fetcher;
  private final InstantSource clock;
  private final Executor background;
  private final NoticeListener notices;
  private final SignatureProvider signatures;

  private volatile @Nullable Snapshot snapshot;
  private volatile long failedAt = Long.MIN_VALUE;

  // Guarded by this.
  private @Nullable Flight flight;
  private int failures;
  private long retryAt = Long.MIN_VALUE;
  private long unknownKeyAt = Long.MIN_VALUE;
  private boolean advised;

  RemoteKeys(
      String issuer,
      JwksFetcher fetcher,
      InstantSource clock,
      Executor background,
      NoticeListener notices,
      SignatureProvider signatures) {
    this.issuer = issuer;
    this.fetcher = fetcher;
    this.clock = clock;
    this.background = background;
    this.notices = notices;
    this.signatures = signatures;
  }

  /** Starts the first fetch without waiting for it. */
  void warmUp() {
    refresh(clock.millis());
  }

  @Override
  public KeySet current() throws KeysUnavailableException {
    Snapshot seen = snapshot;
    long now = clock.millis();
    if (seen == null || seen.olderThan(OUTAGE, now)) {
      await(refresh(now), COLD_WAIT);
    } else if (seen.olderThan(REFRESH_AHEAD, now)) {
      Flight started = refresh(now);
      if (seen.olderThan(FRESH, now)) {
        await(started, WARM_WAIT);
      }
    } else {
      return seen.keys();
    }
    return usable();
  }

  /** The clock is read after the set: a set fetched meanwhile would seem to be from the future. */
  private KeySet usable() throws KeysUnavailableException {
    Snapshot seen = snapshot;
    long now = clock.millis();
    if (seen == null || seen.olderThan(OUTAGE, now)) {
      throw unavailable(now);
    }
    return seen.keys();
  }

  @Override
  public KeySet afterUnknownKey(KeySet seen) throws KeysUnavailableException {
    long now = clock.millis();
    Flight started = refreshForUnknownKey(now);
    if (started == null) {
      return usable();
    }
    boolean answered = await(started, WARM_WAIT);
    if (!answered || started.hasFailed()) {
      throw unavailable(now);
    }
    return usable();
  }

  @Override
  public boolean isCurrent(KeySet keys) {
    Snapshot seen = snapshot;
    long now = clock.millis();
    if (seen == null || seen.keys() != keys || seen.olderThan(OUTAGE, now)) {
      return false;
    }
    if (!seen.olderThan(REFRESH_AHEAD, now)) {
      return true;
    }
    Flight started = refresh(now);
    // Past its freshness a set must be asked for again before it is relied on, if that helps.
    return !seen.olderThan(FRESH, now) || started == null || started.isSlow();
  }

  /** The fetch that is under way or was started now; null while it is too early to try again. */
  private synchronized @Nullable Flight refresh(long now) {
    if (flight != null) {
      return flight;
    }
    return isBefore(retryAt, now) ? null : start();
  }

  private synchronized @Nullable Flight refreshForUnknownKey(long now)
      throws KeysUnavailableException {
    if (flight != null) {
      return flight;
    }
    if (isBefore(retryAt, now)) {
      throw unavailable(now);
    }
    if (isBefore(unknownKeyAt, now)) {
      return null;
    }
    unknownKeyAt = now + UNKNOWN_KEY_INTERVAL.toMillis();
    return start();
  }

  /** Not where the moment is so far off that a clock must have been wrong when it was set. */
  private static boolean isBefore(long moment, long now) {
    return now < moment && moment - now <= UNKNOWN_KEY_INTERVAL.toMillis();
  }

  private Flight start() {
    Flight started = new Flight();
    flight = started;
    try {
      background.execute(() -> run(started));
    } catch (RejectedExecutionException e) {
      flight = null;
      started.fail();
    }
    return started;
  }

  private void run(Flight started) {
    Optional<Notice> notice;
    Optional<Notice> advice = Optional.empty();
    try {
      KeySet fetched = KeySet.parse(fetcher.fetch()).using(signatures);
      notice = land(fetched);
      started.land();
      advice = advice(fetched);
    } catch (IOException | JsonSyntaxException | RuntimeException e) {
      notice = Optional.of(crash(String.valueOf(e.getMessage())));
      started.fail();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      notice = Optional.of(crash("interrupted"));
      started.fail();
    }
    notice.ifPresent(this::tell);
    advice.ifPresent(this::tell);
  }

  /** Takes a fetched set over; has something to tell if the keys changed or are back. */
  private Optional<Notice> land(KeySet fetched) {
    long now = clock.millis();
    Snapshot before = snapshot;
    boolean same = before != null && before.keys().hasSameKeys(fetched);
    boolean recovered;
    synchronized (this) {
      recovered = failures > 0;
      failures = 0;
      retryAt = Long.MIN_VALUE;
      failedAt = Long.MIN_VALUE;
      snapshot = new Snapshot(same && before != null ? before.keys() : fetched, now);
      flight = null;
    }
    return same && !recovered
        ? Optional.empty()
        : Optional.of(new Notice(Notice.Kind.KEYS_REFRESHED, issuer, fetched.summary()));
  }

  /** Once, however often the keys change. */
  private synchronized Optional<Notice> advice(KeySet fetched) {
    Optional<Notice> notice = advised ? Optional.empty() : fetched.advice(issuer, signatures);
    advised |= notice.isPresent();
    return notice;
  }

  private Notice crash(String why) {
    long now = clock.millis();
    Snapshot seen;
    synchronized (this) {
      long wait = Math.min(1_000L << Math.min(failures, 10), MAX_BACKOFF.toMillis());
      failures++;
      retryAt = now + wait;
      failedAt = now;
      seen = snapshot;
      flight = null;
    }
    boolean stale = seen != null && !seen.olderThan(OUTAGE, now);
    Notice.Kind kind = stale ? Notice.Kind.KEYS_STALE : Notice.Kind.KEYS_UNAVAILABLE;
    return new Notice(kind, issuer, why);
  }

  private void tell(Notice notice) {
    try {
      notices.on(notice);
    } catch (RuntimeException e) {
      // A listener that throws must not keep keys from being refreshed.
    }
  }

  private static boolean await(@Nullable Flight started, Duration budget) {
    if (started == null) {
      return false;
    }
    try {
      return started.await(budget);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized KeysUnavailableException unavailable(long now) {
    long wait =
        flight != null ? 1_000 : Math.min(Math.max(1_000, retryAt - now), MAX_BACKOFF.toMillis());
    return new KeysUnavailableException(issuer, Duration.ofMillis(wait));
  }

  @Override
  public KeysHealth health() {
    Snapshot seen = snapshot;
    long now = clock.millis();
    long failed = failedAt;
    Optional<Instant> failure =
        failed == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(failed));
    if (seen == null) {
      return new KeysHealth(issuer, KeysHealth.State.UNAVAILABLE, 0, Optional.empty(), failure);
    }
    return new KeysHealth(
        issuer,
        seen.state(now),
        seen.keys().size(),
        Optional.of(Instant.ofEpochMilli(seen.fetchedAt())),
        failure);
  }

  /** A set and when it was fetched. */
  private record Snapshot(KeySet keys, long fetchedAt) {
    /** A set from the future, left by a clock that was wrong, is older than anything. */
    boolean olderThan(Duration age, long now) {
      return now < fetchedAt || now - fetchedAt >= age.toMillis();
    }

    KeysHealth.State state(long now) {
      if (olderThan(OUTAGE, now)) {
        return KeysHealth.State.UNAVAILABLE;
      }
      return olderThan(FRESH, now) ? KeysHealth.State.STALE : KeysHealth.State.FRESH;
    }
  }
}
