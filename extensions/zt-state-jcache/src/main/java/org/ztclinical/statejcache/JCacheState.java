package org.ztclinical.statejcache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateListener;
import org.ztclinical.state.StateListeners;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateSubscription;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.state.TimedCalls;

/**
 * State in a cache of the application, by {@code putIfAbsent} and {@code replace} alone, which
 * every JCache decides in one place.
 *
 * <p>JCache has no end of a single entry, so that the end stands in the value and is told by the
 * clock of each instance: they must agree on the time. Each instance removes what it kept itself,
 * some of what has ended with each new fact; give the cache an expiry policy above the longest time
 * to live for what instances leave behind. How much one owner may keep is counted by each instance
 * for itself.
 *
 * <p>What a cache promises beyond {@link Guarantee#ONE_WINNER}, JCache cannot tell: the application
 * says it with {@link Builder#promising}. Of a cluster that goes on in both halves when it is torn
 * apart not even that holds; switch on its split-brain protection. Each call is bounded in time.
 * Safe for use by many threads.
 */
public final class JCacheState implements StateStore, AutoCloseable {
  private static final int REMOVED_AT_ONCE = 8;
  private static final int TRIES = 4;

  private final Cache<String, String> cache;
  private final TimedCalls calls;
  private final InstantSource clock;
  private final OwnFacts own;
  private final Set<Guarantee> guarantees;
  private final StateListeners listeners = new StateListeners();
  private final ChangesFactory factory = ChangesFactory.of(listeners);
  private final Optional<CacheEntryListenerConfiguration<String, String>> events;

  private JCacheState(Builder settings, TimedCalls calls) {
    this.cache = settings.cache;
    this.clock = settings.clock;
    this.own = new OwnFacts(settings.share);
    this.guarantees = Set.copyOf(settings.promises);
    this.calls = calls;
    this.events =
        guarantees.contains(Guarantee.CHANGE_FEED)
            ? Optional.of(
                new MutableCacheEntryListenerConfiguration<String, String>(
                    factory, null, false, false))
            : Optional.empty();
  }

  /** State in this cache, which is for nothing else. */
  public static Builder builder(Cache<String, String> cache) {
    return new Builder(cache);
  }

  @Override
  public boolean putIfAbsent(StateKey key, String value, Duration ttl)
      throws StateUnavailableException {
    Objects.requireNonNull(key, "key");
    StateStore.checkBounds(value, ttl);
    return calls.call(() -> keep(key, value, ttl));
  }

  private boolean keep(StateKey key, String value, Duration ttl) throws StateUnavailableException {
    removeEnded();
    if (!own.hasRoom(key, clock.instant())) {
      if (current(key).isPresent()) {
        return false;
      }
      throw new StateUnavailableException(
          StateUnavailableException.Cause.SHARE_USED_UP,
          "this instance keeps no more facts of this owner at a time");
    }
    for (int i = 0; i < TRIES; i++) {
      Envelope envelope = Envelope.of(value, clock.instant().plus(ttl));
      if (cache.putIfAbsent(key.text(), envelope.text())) {
        own.kept(key, envelope);
        return true;
      }
      Optional<Envelope> there = read(key);
      if (there.isPresent()) {
        return there.get().hasEnded(clock.instant()) && replace(key, there.get(), envelope);
      }
      // It was removed in between: once more.
    }
    throw new StateUnavailableException(
        StateUnavailableException.Cause.FAILED, "the cache loses what it was given");
  }

  @Override
  public boolean compareAndSet(StateKey key, Optional<String> expected, String value, Duration ttl)
      throws StateUnavailableException {
    if (expected.isEmpty()) {
      return putIfAbsent(key, value, ttl);
    }
    Objects.requireNonNull(key, "key");
    StateStore.checkBounds(value, ttl);
    return calls.call(
        () -> {
          Optional<Envelope> there = current(key);
          return there.map(Envelope::value).equals(expected)
              && replace(key, there.get(), Envelope.of(value, clock.instant().plus(ttl)));
        });
  }

  private boolean replace(StateKey key, Envelope old, Envelope envelope) {
    boolean replaced = cache.replace(key.text(), old.text(), envelope.text());
    if (replaced) {
      own.kept(key, envelope);
    }
    return replaced;
  }

  @Override
  public Optional<String> get(StateKey key) throws StateUnavailableException {
    return calls.call(() -> current(key)).map(Envelope::value);
  }

  private Optional<Envelope> current(StateKey key) throws StateUnavailableException {
    Instant now = clock.instant();
    return read(key).filter(envelope -> !envelope.hasEnded(now));
  }

  private Optional<Envelope> read(StateKey key) throws StateUnavailableException {
    String text = cache.get(key.text());
    if (text == null) {
      return Optional.empty();
    }
    Optional<Envelope> envelope = Envelope.parse(text);
    if (envelope.isEmpty()) {
      throw new StateUnavailableException(
          StateUnavailableException.Cause.FORGED, "the cache holds what was not kept by us");
    }
    return envelope;
  }

  /** Only what is still as it was kept: another instance may have made it new. */
  private void removeEnded() {
    for (OwnFacts.Fact fact : own.takeEnded(clock.instant(), REMOVED_AT_ONCE)) {
      cache.remove(fact.key().text(), fact.text());
    }
  }

  @Override
  public StateSubscription subscribe(StateListener listener) throws StateUnavailableException {
    return events.isPresent() ? listeners.add(listener) : StateStore.super.subscribe(listener);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  /** Ends its threads and leaves the cache, which is the application's. */
  @Override
  public void close() {
    try {
      calls.call(
          () -> {
            events.ifPresent(cache::deregisterCacheEntryListener);
            return true;
          });
    } catch (StateUnavailableException e) {
      // The cache is gone, and its listeners with it.
      listeners.missed();
    } finally {
      factory.release();
      calls.close();
    }
  }

  @Override
  public String toString() {
    return "state in JCache " + cache.getName();
  }

  /** How a cache is used. Not safe for use by many threads. */
  public static final class Builder {
    private static final int AT_ONCE = 32;
    private static final int STANDARD_SHARE = 500;

    private final Cache<String, String> cache;
    private final Set<Guarantee> promises = EnumSet.of(Guarantee.ONE_WINNER);
    private InstantSource clock = InstantSource.system();
    private Duration timeout = Duration.ofSeconds(2);
    private int share = STANDARD_SHARE;

    private Builder(Cache<String, String> cache) {
      this.cache = Objects.requireNonNull(cache, "cache");
    }

    /**
     * What the application knows of its cache and JCache cannot tell: that it evicts nothing
     * ({@link Guarantee#KEPT_UNTIL_EXPIRY}), that all instances share it, that it is on disk, that
     * its listeners hear of what other instances do ({@link Guarantee#CHANGE_FEED}).
     */
    public Builder promising(Guarantee... known) {
      promises.addAll(Set.of(known));
      return this;
    }

    /** The clock; the system's without this. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** How long a call takes at most; without this 2 s. At most 30 s. */
    public Builder callTimeout(Duration each) {
      timeout = Objects.requireNonNull(each, "each");
      return this;
    }

    /** How many facts one owner may keep through this instance at a time; without this 500. */
    public Builder share(int facts) {
      if (facts < 1) {
        throw new IllegalArgumentException("share: an owner has room for one fact at least");
      }
      share = facts;
      return this;
    }

    /**
     * The store.
     *
     * @throws StateUnavailableException when the cache does not answer in time
     */
    public JCacheState open() throws StateUnavailableException {
      TimedCalls calls = TimedCalls.create("the cache", timeout, AT_ONCE);
      JCacheState state = new JCacheState(this, calls);
      try {
        return calls.call(
            () -> {
              state.events.ifPresent(cache::registerCacheEntryListener);
              return state;
            });
      } catch (StateUnavailableException e) {
        state.factory.release();
        calls.close();
        throw e;
      }
    }
  }
}
