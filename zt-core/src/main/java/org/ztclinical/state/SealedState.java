package org.ztclinical.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A store of which only this application's instances can write what counts. Every value is sealed
 * together with its key, its end and a version; what comes back otherwise is refused as {@link
 * StateUnavailableException.Cause#FORGED}:
 *
 * <ul>
 *   <li>a value that nobody with the {@link SealKey} wrote, or that was changed;
 *   <li>a value of another key;
 *   <li>a value that ended more than {@link #TOLERANCE} ago, which the store ought to have
 *       forgotten;
 *   <li>a value that is older than one this instance has seen under that key and that lasts still.
 *       An instance remembers that of the {@value #REMEMBERED} keys it used last.
 * </ul>
 *
 * <p>What a seal cannot tell: that somebody deleted a value, and that an old one was brought back
 * before an instance that has not seen the newer. Who can write to the store can do both; so do not
 * let anybody. A seal hides nothing either: values hold no patient data and no secrets.
 *
 * <p>Promises what the store promises. Safe for use by many threads.
 */
public final class SealedState implements StateStore {
  /** Most characters of a value here: the seal takes the rest of what a store can hold. */
  public static final int MAX_SEALED_VALUE = 900;

  /** How long after its end a store may still return a value: clocks differ. */
  public static final Duration TOLERANCE = Duration.ofMinutes(2);

  private static final int REMEMBERED = 100_000;

  private final StateStore store;
  private final SealKey seals;
  private final InstantSource clock;
  private final SeenVersions seen = new SeenVersions(REMEMBERED);

  private SealedState(StateStore store, SealKey seals, InstantSource clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.seals = Objects.requireNonNull(seals, "seals");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** Seals what is kept in this store with this key. */
  public static SealedState of(StateStore store, SealKey seals, InstantSource clock) {
    return new SealedState(store, seals, clock);
  }

  @Override
  public boolean putIfAbsent(StateKey key, String value, Duration ttl)
      throws StateUnavailableException {
    SealedValue sealed = seal(key, 0, value, ttl);
    return remember(key, sealed, store.putIfAbsent(key, sealed.text(), ttl));
  }

  @Override
  public boolean compareAndSet(StateKey key, Optional<String> expected, String value, Duration ttl)
      throws StateUnavailableException {
    if (expected.isEmpty()) {
      return putIfAbsent(key, value, ttl);
    }
    checkValue(value, ttl);
    Optional<SealedValue> there = read(key);
    if (!there.map(SealedValue::value).equals(expected)) {
      return false;
    }
    SealedValue old = there.orElseThrow();
    SealedValue sealed = seal(key, old.version() + 1, value, ttl);
    boolean done = store.compareAndSet(key, Optional.of(old.text()), sealed.text(), ttl);
    return remember(key, sealed, done);
  }

  @Override
  public Optional<String> get(StateKey key) throws StateUnavailableException {
    return read(key).map(SealedValue::value);
  }

  private Optional<SealedValue> read(StateKey key) throws StateUnavailableException {
    // Before the store is asked: another thread may meanwhile see what is newer than its answer.
    Optional<SealedValue> newest = seen.newest(key, clock.instant());
    Optional<String> text = store.get(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    SealedValue value =
        SealedValue.open(seals, key, text.get())
            .orElseThrow(() -> forged("the store holds what this application did not seal"));
    if (value.end().plus(TOLERANCE).isBefore(clock.instant())) {
      throw forged("the store returned what ended long ago");
    }
    if (newest.isPresent() && isOlder(value, newest.get())) {
      throw forged("the store returned what was replaced");
    }
    seen.saw(key, value);
    return Optional.of(value);
  }

  /** Of one version there is one value; another one was never the store's. */
  private static boolean isOlder(SealedValue value, SealedValue newest) {
    return value.version() < newest.version()
        || (value.version() == newest.version() && !value.equals(newest));
  }

  /**
   * Versions are milliseconds, or one more than the last: what is kept anew after something ended
   * is newer than that, though nobody knows its version any more.
   */
  private SealedValue seal(StateKey key, long atLeast, String value, Duration ttl) {
    checkValue(value, ttl);
    Instant now = clock.instant();
    return SealedValue.of(seals, key, Math.max(atLeast, now.toEpochMilli()), now.plus(ttl), value);
  }

  private boolean remember(StateKey key, SealedValue sealed, boolean kept) {
    if (kept) {
      seen.saw(key, sealed);
    }
    return kept;
  }

  private static void checkValue(String value, Duration ttl) {
    StateStore.checkBounds(value, ttl);
    if (value.length() > MAX_SEALED_VALUE) {
      throw new IllegalArgumentException(
          "a value that is sealed has at most " + MAX_SEALED_VALUE + " characters");
    }
  }

  private static StateUnavailableException forged(String sentence) {
    return new StateUnavailableException(StateUnavailableException.Cause.FORGED, sentence);
  }

  @Override
  public StateSubscription subscribe(StateListener listener) throws StateUnavailableException {
    return store.subscribe(listener);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return store.guarantees();
  }

  @Override
  public String toString() {
    return "sealed " + store;
  }
}
