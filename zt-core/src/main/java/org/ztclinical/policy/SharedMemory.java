package org.ztclinical.policy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers what many owners were given, for a fixed time, each owner within a share. Who is given
 * more than the share has room for loses the oldest that is the owner's own; nobody else loses
 * anything for it. Only when many owners have filled all of it together does the oldest of anybody
 * make room. Keeping and finding take one lock, for the time of a few steps in hash maps. Safe for
 * use by many threads.
 */
final class SharedMemory<V> {
  private final long lifetime;
  private final int room;
  private final int share;
  private final LongSupplier nanoTime;

  /** In order of age, as everything is kept equally long. */
  private final LinkedHashMap<String, Kept<V>> byAge = new LinkedHashMap<>();

  private final Map<String, Holding> holdings = new HashMap<>();
  private int used;

  /**
   * A memory.
   *
   * @param room for all together, in units of weight
   * @param share room of one owner
   */
  SharedMemory(Duration lifetime, int room, int share, LongSupplier nanoTime) {
    if (share < 1 || room < share) {
      throw new IllegalArgumentException("a share is at least one and no more than there is room");
    }
    this.lifetime = lifetime.toNanos();
    this.room = room;
    this.share = share;
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
  }

  /**
   * Keeps the value; of one key it is the newest that counts. What outweighs a share is not kept.
   */
  synchronized void put(String owner, String key, V value, int weight) {
    long now = nanoTime.getAsLong();
    forgetEnded(now);
    forget(key);
    if (weight < 1 || weight > share) {
      return;
    }
    makeRoom(owner, weight);
    Kept<V> entry = new Kept<>(owner, value, weight, now + lifetime);
    byAge.put(key, entry);
    holdings.computeIfAbsent(owner, any -> new Holding()).add(key, entry);
    used += weight;
  }

  synchronized Optional<V> find(String key) {
    Kept<V> entry = byAge.get(key);
    return entry == null || entry.hasEnded(nanoTime.getAsLong())
        ? Optional.empty()
        : Optional.of(entry.value);
  }

  private void makeRoom(String owner, int weight) {
    Holding own = holdings.get(owner);
    while (own != null && own.weight + weight > share) {
      forget(own.oldest());
    }
    while (used + weight > room) {
      forget(byAge.keySet().iterator().next());
    }
  }

  private void forgetEnded(long now) {
    Iterator<Map.Entry<String, Kept<V>>> oldest = byAge.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Kept<V>> entry = oldest.next();
      if (!entry.getValue().hasEnded(now)) {
        return;
      }
      oldest.remove();
      giveBack(entry.getKey(), entry.getValue());
    }
  }

  private void forget(String key) {
    Kept<V> entry = byAge.remove(key);
    if (entry != null) {
      giveBack(key, entry);
    }
  }

  private void giveBack(String key, Kept<V> entry) {
    used -= entry.weight;
    Holding holding = Objects.requireNonNull(holdings.get(entry.owner), "whoever has something");
    holding.remove(key, entry);
    if (holding.isEmpty()) {
      holdings.remove(entry.owner);
    }
  }

  /** How much there is, not what: keys and values are patient data. */
  @Override
  public synchronized String toString() {
    return byAge.size() + " things of " + holdings.size() + " owners";
  }

  /** What one owner has, oldest first. */
  private static final class Holding {
    private final LinkedHashSet<String> keys = new LinkedHashSet<>();
    private int weight;

    void add(String key, Kept<?> entry) {
      keys.add(key);
      weight += entry.weight;
    }

    void remove(String key, Kept<?> entry) {
      keys.remove(key);
      weight -= entry.weight;
    }

    String oldest() {
      return keys.iterator().next();
    }

    boolean isEmpty() {
      return keys.isEmpty();
    }
  }

  private static final class Kept<V> {
    private final String owner;
    private final V value;
    private final int weight;
    private final long end;

    Kept(String owner, V value, int weight, long end) {
      this.owner = owner;
      this.value = value;
      this.weight = weight;
      this.end = end;
    }

    boolean hasEnded(long now) {
      return now - end >= 0;
    }
  }
}
