package org.ztclinical.state;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps facts until they expire. Providers are safe for use by many threads and bound the time of
 * each call themselves.
 *
 * <p>A store that cannot tell throws; it never guesses. Callers treat that as a refusal: a fact
 * that cannot be read is absent, and one that cannot be kept was not given.
 */
public interface StateStore {
  /** Longest time to live. */
  Duration MAX_TTL = Duration.ofDays(366);

  /** Most characters of a value. */
  int MAX_VALUE = 1024;

  /**
   * Keeps the value unless one is there. Of any number of callers at one time exactly one is told
   * that it was the first.
   *
   * @param value at most {@value #MAX_VALUE} characters, no patient data, no secret
   * @param ttl how long from now; more than zero, at most {@link #MAX_TTL}
   * @return true when the value is kept now; false when another one is there, which stays with the
   *     end it has
   * @throws StateUnavailableException when it cannot be kept, or cannot be told; a provider that
   *     all callers of an application fill bounds what one {@link StateKey#owner} may keep
   * @throws IllegalArgumentException when value or ttl are out of bounds
   */
  boolean putIfAbsent(StateKey key, String value, Duration ttl) throws StateUnavailableException;

  /**
   * The value that is kept and has not expired.
   *
   * @throws StateUnavailableException when it cannot be told
   */
  Optional<String> get(StateKey key) throws StateUnavailableException;

  /**
   * Replaces what is kept, or keeps it where nothing is, if that is still what the caller last saw.
   * Of any number of callers at one time who expect the same exactly one is told that it was done.
   *
   * @param expected what {@link #get} returned; empty where nothing may be kept, which is {@link
   *     #putIfAbsent}
   * @param value as for {@link #putIfAbsent}
   * @param ttl how long the new value is kept, from now, whatever end the replaced one had
   * @return true when the value is kept now; false when something else, or nothing, was there
   * @throws StateUnavailableException when it cannot be kept, or cannot be told whether it was
   * @throws IllegalArgumentException when value or ttl are out of bounds
   */
  boolean compareAndSet(StateKey key, Optional<String> expected, String value, Duration ttl)
      throws StateUnavailableException;

  /**
   * Tells a listener of every change that any instance makes from now on, where the store promises
   * {@link Guarantee#CHANGE_FEED}; others are asked at intervals by whoever must know.
   *
   * @throws StateUnavailableException when the store cannot be reached
   * @throws UnsupportedOperationException when the store has no change feed
   */
  default StateSubscription subscribe(StateListener listener) throws StateUnavailableException {
    throw new UnsupportedOperationException(
        this + " has no change feed: ask it at intervals, or take a store that has one");
  }

  /**
   * What the store promises, so that whoever needs more can refuse to start with it: {@link
   * StateGuarantees#require}.
   */
  Set<Guarantee> guarantees();

  /** A promise of a store. */
  enum Guarantee {
    /**
     * {@link #putIfAbsent} and {@link #compareAndSet} have one winner among all callers that share
     * the store.
     */
    ONE_WINNER,
    /** A value that was kept stays until it expires: none is displaced to make room. */
    KEPT_UNTIL_EXPIRY,
    /** All instances of the application share the store. */
    SHARED,
    /** Values outlive the process. */
    SURVIVES_RESTART,
    /** {@link #subscribe} tells of the changes of all instances, within about a second. */
    CHANGE_FEED
  }

  /**
   * Checks the bounds of what is to be kept; for providers.
   *
   * @throws IllegalArgumentException when value or ttl are out of bounds
   */
  static void checkBounds(String value, Duration ttl) {
    if (value.length() > MAX_VALUE) {
      throw new IllegalArgumentException("a value has at most " + MAX_VALUE + " characters");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("a value is text: no half of a surrogate pair");
    }
    if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(MAX_TTL) > 0) {
      throw new IllegalArgumentException("a time to live is more than zero and at most 366 days");
    }
  }
}
