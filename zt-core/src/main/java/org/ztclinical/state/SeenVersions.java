package org.ztclinical.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest version of each value that this instance has seen and that has not ended, of the keys
 * used last. Bounded: what is displaced is merely not compared any more. Safe for use by many
 * threads.
 */
final class SeenVersions {
  private final Map<StateKey, SealedValue> newest;

  SeenVersions(int most) {
    newest =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<StateKey, SealedValue> eldest) {
            return size() > most;
          }
        };
  }

  /** Empty when none was seen that lasts still. */
  synchronized Optional<SealedValue> newest(StateKey key, Instant now) {
    SealedValue seen = newest.get(key);
    if (seen != null && !now.isBefore(seen.end())) {
      newest.remove(key);
      return Optional.empty();
    }
    return Optional.ofNullable(seen);
  }

  synchronized void saw(StateKey key, SealedValue value) {
    newest.merge(key, value, (old, now) -> now.version() > old.version() ? now : old);
  }
}
