package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ztclinical.state.SealKey;
import org.ztclinical.state.SealedState;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;

/**
 * That a provider passes {@link StateStoreContract} with the seals of {@link SealedState} around
 * it, as applications use it, and that what others write into it is refused.
 */
public abstract class SealedStateContract extends StateStoreContract {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SealKey seals = SealKey.of(random());
  private final StateKey key = StateKey.of("sealed", Long.toString(new SecureRandom().nextLong()));
  private final StateKey other = StateKey.of("sealed", key.text(), "other");

  /** The store below the seals: the same one for all calls of a test. */
  protected abstract StateStore below() throws Exception;

  /** Another instance of the application at the same store. */
  protected StateStore otherBelow() throws Exception {
    return below();
  }

  /** The clock of the application; the system's, unless the store has one moved by hand. */
  protected InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  protected final StateStore store() throws Exception {
    return SealedState.of(below(), seals, clock());
  }

  @Override
  protected final StateStore otherInstance() throws Exception {
    return SealedState.of(otherBelow(), seals, clock());
  }

  @Override
  protected final int longestValue() {
    return SealedState.MAX_SEALED_VALUE;
  }

  @Test
  void whatSomebodyElseWroteIsRefused() throws Exception {
    below().putIfAbsent(key, "granted", LONG);
    SealedState.of(below(), SealKey.of(random()), clock()).putIfAbsent(other, "granted", LONG);

    assertForged(() -> store().get(key));
    assertForged(() -> otherInstance().get(other));
  }

  @Test
  void whatWasMovedToAnotherKeyIsRefused() throws Exception {
    store().putIfAbsent(other, "granted", LONG);
    below().putIfAbsent(key, below().get(other).orElseThrow(), LONG);

    assertForged(() -> otherInstance().get(key));
    assertThat(otherInstance().get(other)).hasValue("granted");
  }

  @Test
  void whatWasReplacedAndBroughtBackIsRefused() throws Exception {
    StateStore instance = store();
    instance.putIfAbsent(key, "granted", LONG);
    Optional<String> granted = below().get(key);
    instance.compareAndSet(key, Optional.of("granted"), "withdrawn", LONG);
    below().compareAndSet(key, below().get(key), granted.orElseThrow(), LONG);

    assertForged(() -> instance.get(key));
  }

  private static void assertForged(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StateUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(StateUnavailableException.Cause.FORGED));
  }

  private static byte[] random() {
    byte[] secret = new byte[SealKey.MIN_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }
}
