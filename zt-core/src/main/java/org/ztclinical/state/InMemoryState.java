package org.ztclinical.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store in the memory of this process: not shared, gone with it. Bounded; when it is full and
 * nothing has expired, a new fact is refused, because a cache that makes room by displacing what it
 * holds would forget a used proof and let it be used again. That is why this is not a Caffeine
 * cache. What is somebody's ({@link StateKey#ownedBy}) takes room of that owner's share alone, so
 * that nobody can fill it for all.
 *
 * <p>Reading takes no lock; keeping takes one, for the time of a search tree's step. Listeners are
 * called on the thread that changes something. Safe for use by many threads.
 */
public final class InMemoryState implements StateStore {
  /** Entries that {@link #create(InstantSource)} has room for. */
  public static final int STANDARD_ENTRIES = 100_000;

  /** Entries of one owner that {@link #create(InstantSource)} has room for. */
  public static final int STANDARD_SHARE = 500;

  private static final int MAX_ENTRIES = 10_000_000;
  private static final int SHARES = STANDARD_ENTRIES / STANDARD_SHARE;

  private final InstantSource clock;
  private final int maxEntries;
  private final int share;
  private final ConcurrentMap<StateKey, Kept> kept = new ConcurrentHashMap<>();
  private final StateListeners listeners = new StateListeners();

  /** What ends first is first. Guarded by the lock, as are the shares and the number. */
  private final TreeSet<Kept> byEnd = new TreeSet<>(Kept.BY_END);

  /** How much of a share is used. */
  private final Map<String, Integer> used = new HashMap<>();

  private long number;

  private final ReentrantLock keeping = new ReentrantLock();

  private InMemoryState(InstantSource clock, int maxEntries, int share) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.maxEntries = maxEntries;
    this.share = share;
  }

  /**
   * A store with room for {@value #STANDARD_ENTRIES} entries, {@value #STANDARD_SHARE} of one
   * owner.
   */
  public static InMemoryState create(InstantSource clock) {
    return create(clock, STANDARD_ENTRIES);
  }

  /**
   * A store with room for so many entries, 1 to 10,000,000; one takes about 300 bytes. The share of
   * an owner is a 200th of that.
   */
  public static InMemoryState create(InstantSource clock, int maxEntries) {
    return create(clock, maxEntries, Math.max(1, maxEntries / SHARES));
  }

  /** The same with another share: so many entries of one owner, at least one. */
  public static InMemoryState create(InstantSource clock, int maxEntries, int share) {
    if (maxEntries < 1 || maxEntries > MAX_ENTRIES) {
      throw new IllegalArgumentException("an in-memory store has room for 1 to 10,000,000 entries");
    }
    if (share < 1) {
      throw new IllegalArgumentException("an owner has room for one entry at least");
    }
    return new InMemoryState(clock, maxEntries, share);
  }

  @Override
  public boolean putIfAbsent(StateKey key, String value, Duration ttl)
      throws StateUnavailableException {
    return compareAndSet(key, Optional.empty(), value, ttl);
  }

  @Override
  public boolean compareAndSet(StateKey key, Optional<String> expected, String value, Duration ttl)
      throws StateUnavailableException {
    Objects.requireNonNull(key, "key");
    StateStore.checkBounds(value, ttl);
    Instant now = clock.instant();
    boolean done;
    keeping.lock();
    try {
      forgetExpired(now);
      Optional<Kept> there = Optional.ofNullable(kept.get(key));
      done = there.map(Kept::value).equals(expected);
      if (done) {
        keep(there, key, value, now.plus(ttl));
      }
    } finally {
      keeping.unlock();
    }
    if (done) {
      listeners.changed(key);
    }
    return done;
  }

  /** What is replaced stays the owner's whose it was. */
  private void keep(Optional<Kept> replaced, StateKey key, String value, Instant end)
      throws StateUnavailableException {
    if (replaced.isPresent()) {
      byEnd.remove(replaced.get());
    } else {
      requireRoom(key.owner());
      key.owner().ifPresent(owner -> used.merge(owner, 1, Integer::sum));
    }
    number++;
    Kept entry = new Kept(replaced.map(Kept::key).orElse(key), value, end, number);
    kept.put(entry.key, entry);
    byEnd.add(entry);
  }

  private void requireRoom(Optional<String> owner) throws StateUnavailableException {
    if (owner.map(one -> used.getOrDefault(one, 0)).orElse(0) >= share) {
      throw new StateUnavailableException(
          StateUnavailableException.Cause.SHARE_USED_UP,
          "the in-memory state keeps no more than " + share + " facts of one owner at a time");
    }
    if (kept.size() >= maxEntries) {
      throw new StateUnavailableException(
          StateUnavailableException.Cause.FULL, "the in-memory state is full");
    }
  }

  @Override
  public Optional<String> get(StateKey key) {
    Kept entry = kept.get(key);
    return entry == null || entry.hasEnded(clock.instant())
        ? Optional.empty()
        : Optional.of(entry.value);
  }

  @Override
  public StateSubscription subscribe(StateListener listener) {
    return listeners.add(listener);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of(Guarantee.ONE_WINNER, Guarantee.KEPT_UNTIL_EXPIRY, Guarantee.CHANGE_FEED);
  }

  /** How many entries take room: those that have not expired, and those not yet forgotten. */
  public int size() {
    return kept.size();
  }

  private void forgetExpired(Instant now) {
    while (!byEnd.isEmpty() && byEnd.first().hasEnded(now)) {
      Kept first = byEnd.first();
      byEnd.remove(first);
      kept.remove(first.key);
      first.key.owner().ifPresent(this::giveBack);
    }
  }

  private void giveBack(String owner) {
    used.computeIfPresent(owner, (who, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public String toString() {
    return "in-memory state with " + size() + " of " + maxEntries + " entries";
  }

  /** An entry; its number tells those apart that end at one time. */
  private record Kept(StateKey key, String value, Instant end, long number) {
    static final Comparator<Kept> BY_END =
        Comparator.comparing(Kept::end).thenComparing(Kept::number);

    boolean hasEnded(Instant now) {
      return !now.isBefore(end);
    }
  }
}
