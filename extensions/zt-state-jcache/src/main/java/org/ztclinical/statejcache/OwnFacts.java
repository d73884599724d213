package org.ztclinical.statejcache;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.ztclinical.state.StateKey;

/**
 * What this instance has kept and when it ends: how much is whose, and what there is to remove. A
 * JCache can neither count nor forget one entry by its own end. Bounded. Safe for use by many
 * threads.
 */
final class OwnFacts {
  private static final int MOST = 1_000_000;

  private final int share;
  private final Map<String, Fact> facts = new HashMap<>();
  private final Map<String, Integer> used = new HashMap<>();
  private final Deque<Fact> ended = new ArrayDeque<>();
  private final TreeSet<Fact> byEnd =
      new TreeSet<>(Comparator.comparing(Fact::end).thenComparing(fact -> fact.key.text()));

  OwnFacts(int share) {
    this.share = share;
  }

  synchronized boolean hasRoom(StateKey key, Instant now) {
    settle(now);
    return key.owner().map(owner -> used.getOrDefault(owner, 0) < share).orElse(true);
  }

  /** Of ended facts none counts, though they have not been removed yet. */
  private void settle(Instant now) {
    while (!byEnd.isEmpty() && !now.isBefore(byEnd.first().end)) {
      Fact first = byEnd.first();
      forget(first);
      ended.add(first);
    }
  }

  /** What was kept or replaced under this key; whose it is stays what it was at first. */
  synchronized void kept(StateKey key, Envelope envelope) {
    Fact old = facts.get(key.text());
    if (old != null) {
      forget(old);
    }
    if (facts.size() + ended.size() < MOST) {
      Fact fact = new Fact(old == null ? key : old.key, envelope.end(), envelope.text());
      facts.put(key.text(), fact);
      byEnd.add(fact);
      fact.key.owner().ifPresent(owner -> used.merge(owner, 1, Integer::sum));
    }
  }

  /** Some that have ended; each is returned once. */
  synchronized List<Fact> takeEnded(Instant now, int most) {
    settle(now);
    List<Fact> some = new ArrayList<>();
    while (some.size() < most && !ended.isEmpty()) {
      some.add(ended.remove());
    }
    return some;
  }

  private void forget(Fact fact) {
    byEnd.remove(fact);
    facts.remove(fact.key.text());
    fact.key
        .owner()
        .ifPresent(owner -> used.computeIfPresent(owner, (who, n) -> n == 1 ? null : n - 1));
  }

  /** One of them, with the text by which the cache knows it. */
  record Fact(StateKey key, Instant end, String text) {
    @Override
    public String toString() {
      return "fact until " + end;
    }
  }
}
