package org.ztclinical.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;

/**
 * A log of marks in a store that all instances share, of nothing but numbered places that are
 * written once. Each stretch of time has its own numbers, so that an instance that starts finds all
 * that still matters, and old places expire by themselves.
 *
 * <p>Not safe for use by several threads: {@link Sessions} asks it under a lock.
 */
final class SharedMarks {
  /** More in one stretch is not written; it then is a matter for the operator. */
  private static final int MOST = 1_000_000;

  private final String purpose;
  private final Duration stretch;
  private final StateStore store;
  private final InstantSource clock;
  private final Duration kept;

  /** By stretch: the number that was not there when last asked for. */
  private final TreeMap<Long, Integer> next = new TreeMap<>();

  private boolean started;

  /** A place that is there as long as the store loses nothing. */
  private @Nullable Witness witness;

  private record Witness(StateKey key, String text, Instant until) {}

  /** The newest stretch that was asked for when reading last succeeded. */
  private long lastNewest;

  private SharedMarks(
      String purpose, Duration stretch, Duration kept, StateStore store, InstantSource clock) {
    this.purpose = purpose;
    this.stretch = stretch;
    this.kept = kept;
    this.store = store;
    this.clock = clock;
  }

  /** Marks that matter for so long; in stretches of a quarter of an hour. */
  static SharedMarks ended(StateStore store, InstantSource clock, Duration kept) {
    return new SharedMarks("ended", Duration.ofMinutes(15), kept, store, clock);
  }

  /** Conditions, which matter for most of a year; in stretches of 30 days. */
  static SharedMarks conditions(StateStore store, InstantSource clock) {
    return new SharedMarks("ended-while", Duration.ofDays(30), Lives.CONDITION, store, clock);
  }

  /**
   * Whether the store has lost what it kept. Then nothing counts as read or written: others look
   * for places from the first one on.
   */
  boolean hasLost() throws StateUnavailableException {
    Witness known = witness;
    if (known == null || !clock.instant().isBefore(known.until())) {
      return false;
    }
    Optional<String> there = at(known.key());
    if (there.isPresent() && there.get().equals(known.text())) {
      return false;
    }
    next.clear();
    started = false;
    witness = null;
    return true;
  }

  /** Writes a mark where all others find it. */
  void write(Mark mark) throws StateUnavailableException {
    long now = number(clock.instant());
    String text = mark.text();
    int first = next.getOrDefault(now, 0);
    for (int place = first; place < MOST; place++) {
      StateKey key = key(now, place);
      if (store.putIfAbsent(key, text, life())) {
        // One that others took before has not been read yet.
        if (place == first) {
          saw(now, place, text);
        }
        return;
      }
    }
    throw new StateUnavailableException(
        StateUnavailableException.Cause.FULL, "too many marks within a stretch of time");
  }

  /** As long as the last one of its stretch matters: reading stops where a place is empty. */
  private Duration life() {
    Duration life = kept.plus(stretch).plus(stretch);
    return life.compareTo(StateStore.MAX_TTL) > 0 ? StateStore.MAX_TTL : life;
  }

  /**
   * Hands over what others have written since the last time; the first time, all that matters.
   *
   * @param unreadable hears of places that hold something else
   */
  void read(Consumer<Mark> found, Runnable unreadable) throws StateUnavailableException {
    Instant now = clock.instant();
    long newest = number(now) + 1;
    long oldest = number(now.minus(kept));
    if (started) {
      // Since then, however long ago that was: others went on writing while we could not read.
      oldest = Math.max(oldest, Math.min(newest, lastNewest) - 2);
    }
    for (long one = oldest; one <= newest; one++) {
      read(one, found, unreadable);
    }
    started = true;
    lastNewest = newest;
    next.headMap(newest - 2).clear();
  }

  private void read(long number, Consumer<Mark> found, Runnable unreadable)
      throws StateUnavailableException {
    for (int place = next.getOrDefault(number, 0); place < MOST; place++) {
      Optional<String> text = at(key(number, place));
      if (text.isEmpty()) {
        return;
      }
      Mark.parse(text.get()).ifPresentOrElse(found, unreadable);
      saw(number, place, text.get());
    }
  }

  private void saw(long number, int place, String text) {
    next.put(number, place + 1);
    Instant end = Instant.ofEpochSecond((number + 1) * stretch.toSeconds());
    witness = new Witness(key(number, place), text, end.plus(kept));
  }

  /** What is there; what somebody forged is there, too, and is no mark. */
  private Optional<String> at(StateKey key) throws StateUnavailableException {
    try {
      return store.get(key);
    } catch (StateUnavailableException e) {
      if (e.reason() == StateUnavailableException.Cause.FORGED) {
        return Optional.of("");
      }
      throw e;
    }
  }

  private StateKey key(long number, int place) {
    return StateKey.of(purpose, Long.toString(number), Integer.toString(place));
  }

  private long number(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), stretch.toSeconds());
  }
}
