package org.ztclinical.cedar.eval;

import org.jspecify.annotations.Nullable;

/**
 * What was found for requests before, so that for their like it need not be sought. It depends on
 * policies and on what scopes name, not on what a store says today: an entity in other groups has
 * other keys.
 *
 * <p>Of fixed size: keys have two places, and those that come later push out what stands there.
 * Safe for use by many threads, which at worst seek again: what is kept is immutable.
 */
final class RecentCandidates {
  private static final int PLACES = 1_024;

  /** To evaluate more costs much more than to find them; and they would take memory. */
  private static final int MOST = 128;

  private static final int MOST_ROOM = 64;

  private final @Nullable Found[] places = new Found[PLACES];

  private record Found(ScopeKeys keys, Candidates candidates) {}

  /** What was found for these keys, or null. */
  @Nullable Candidates get(ScopeKeys keys) {
    int place = place(keys);
    Candidates first = at(place, keys);
    return first == null ? at(second(place), keys) : first;
  }

  private @Nullable Candidates at(int place, ScopeKeys keys) {
    Found found = places[place];
    return found != null && found.keys.equals(keys) ? found.candidates : null;
  }

  /** Keeps what was found for these keys. */
  void put(ScopeKeys keys, Candidates found) {
    if (found.size() <= MOST && keys.room() <= MOST_ROOM) {
      int place = place(keys);
      Found before = places[place];
      if (before != null) {
        places[second(place)] = before;
      }
      places[place] = new Found(keys, found);
    }
  }

  private static int place(ScopeKeys keys) {
    int hash = keys.hashCode();
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }

  private static int second(int place) {
    return place ^ 1;
  }
}
