package org.ztclinical.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
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
 * <p>Reading takes no lock; keeping takes one, for the time of a search tree's step. Safe for use
 * by many threads.
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
  private final PriorityQueue<Kept> byEnd = new PriorityQueue<>();

  /** How much of a share is used. Guarded by the lock, as is the queue. */
  private final Map<String, Integer> used = new HashMap<>();

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
    StateStore.checkBounds(value, ttl);
    Instant now = clock.instant();
    Kept entry = new Kept(Objects.requireNonNull(key, "key"), value, now.plus(ttl));
    keeping.lock();
    try {
      forgetExpired(now);
      if (kept.containsKey(key)) {
        return false;
      }
      requireRoom(key.owner());
      kept.put(key, entry);
      byEnd.add(entry);
      key.owner().ifPresent(owner -> used.merge(owner, 1, Integer::sum));
      return true;
    } finally {
      keeping.unlock();
    }
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
  public Set<Guarantee> guarantees() {
    return Set.of(Guarantee.ONE_WINNER, Guarantee.KEPT_UNTIL_EXPIRY);
  }

  /** How many entries take room: those that have not expired, and those not yet forgotten. */
  public int size() {
    return kept.size();
  }

  private void forgetExpired(Instant now) {
    Kept first = byEnd.peek();
    while (first != null && first.hasEnded(now)) {
      byEnd.remove();
      kept.remove(first.key);
      first.key.owner().ifPresent(this::giveBack);
      first = byEnd.peek();
    }
  }

  private void giveBack(String owner) {
    used.computeIfPresent(owner, (who, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public String toString() {
    return "in-memory state with " + size() + " of " + maxEntries + " entries";
  }

  private record Kept(StateKey key, String value, Instant end) implements Comparable<Kept> {
    boolean hasEnded(Instant now) {
      return !now.isBefore(end);
    }

    @Override
    public int compareTo(Kept other) {
      return end.compareTo(other.end);
    }
  }
}
