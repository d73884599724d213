package org.ztclinical.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * cache.
 *
 * <p>Reading takes no lock; keeping takes one, for the time of a search tree's step. Safe for use
 * by many threads.
 */
public final class InMemoryState implements StateStore {
  /** Entries that {@link #create(InstantSource)} has room for. */
  public static final int STANDARD_ENTRIES = 100_000;

  private static final int MAX_ENTRIES = 10_000_000;

  private final InstantSource clock;
  private final int maxEntries;
  private final ConcurrentMap<StateKey, Kept> kept = new ConcurrentHashMap<>();
  private final PriorityQueue<Kept> byEnd = new PriorityQueue<>();
  private final ReentrantLock keeping = new ReentrantLock();

  private InMemoryState(InstantSource clock, int maxEntries) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.maxEntries = maxEntries;
  }

  /** A store with room for {@value #STANDARD_ENTRIES} entries. */
  public static InMemoryState create(InstantSource clock) {
    return create(clock, STANDARD_ENTRIES);
  }

  /** A store with room for so many entries, 1 to 10,000,000; one takes about 300 bytes. */
  public static InMemoryState create(InstantSource clock, int maxEntries) {
    if (maxEntries < 1 || maxEntries > MAX_ENTRIES) {
      throw new IllegalArgumentException("an in-memory store has room for 1 to 10,000,000 entries");
    }
    return new InMemoryState(clock, maxEntries);
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
      if (kept.size() >= maxEntries) {
        throw new StateUnavailableException(
            StateUnavailableException.Cause.FULL, "the in-memory state is full");
      }
      kept.put(key, entry);
      byEnd.add(entry);
      return true;
    } finally {
      keeping.unlock();
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
      first = byEnd.peek();
    }
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
