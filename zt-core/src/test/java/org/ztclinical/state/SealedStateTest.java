package org.ztclinical.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SealedStateTest {
  private static final StateKey KEY = StateKey.of("test", "key");
  private static final Duration HOUR = Duration.ofHours(1);

  private final byte[] secret = random(32);
  private Instant now = Instant.parse("2026-03-01T12:00:00.000000001Z");
  private final InMemoryState below = InMemoryState.create(() -> now);
  private final SealedState store = sealed(SealKey.of(secret));

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void anotherInstanceWithTheKeyReadsWhatWasSealed() throws Exception {
    store.putIfAbsent(KEY, "value", HOUR);

    assertThat(sealed(SealKey.of(secret)).get(KEY)).hasValue("value");
    assertThat(below.get(KEY).orElseThrow()).endsWith(".value").isNotEqualTo("value");
  }

  @Test
  void whatAnybodyElseWroteIsRefused() throws Exception {
    sealed(SealKey.of(random(32))).putIfAbsent(KEY, "forged", HOUR);
    StateKey plain = StateKey.of("test", "plain");
    below.putIfAbsent(plain, "granted", HOUR);

    assertForged(() -> store.get(KEY));
    assertForged(() -> store.get(plain));
    assertForged(() -> store.compareAndSet(plain, Optional.of("granted"), "more", HOUR));
  }

  @Test
  void everyChangeOfWhatWasSealedIsNoticed() throws Exception {
    store.putIfAbsent(KEY, "value", HOUR);
    String text = below.get(KEY).orElseThrow();

    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == '0' ? '1' : '0';
      overwrite(KEY, text.substring(0, i) + other + text.substring(i + 1));
      assertForged(() -> store.get(KEY));
    }
    overwrite(KEY, text + "0");
    assertForged(() -> store.get(KEY));
    overwrite(KEY, text);
    assertThat(store.get(KEY)).hasValue("value");
  }

  @Test
  void aValueOfAnotherKeyIsRefused() throws Exception {
    StateKey other = StateKey.of("test", "other");
    store.putIfAbsent(other, "value", HOUR);
    below.putIfAbsent(KEY, below.get(other).orElseThrow(), HOUR);

    assertForged(() -> store.get(KEY));
    assertThat(store.get(other)).hasValue("value");
  }

  @Test
  void aValueThatEndedLongAgoIsRefused() throws Exception {
    store.putIfAbsent(KEY, "value", HOUR);
    String old = below.get(KEY).orElseThrow();
    pass(HOUR);
    below.putIfAbsent(KEY, old, HOUR);

    pass(SealedState.TOLERANCE.minusMillis(1));
    assertThat(store.get(KEY)).hasValue("value");

    pass(Duration.ofMillis(2));
    assertForged(() -> store.get(KEY));
  }

  @Test
  void aValueThatWasReplacedIsRefusedByWhoSawTheReplacement() throws Exception {
    SealedState reader = sealed(SealKey.of(secret));
    SealedState stranger = sealed(SealKey.of(secret));
    store.putIfAbsent(KEY, "old", HOUR);
    String old = below.get(KEY).orElseThrow();
    store.compareAndSet(KEY, Optional.of("old"), "new", HOUR);
    assertThat(reader.get(KEY)).hasValue("new");

    overwrite(KEY, old);

    assertForged(() -> store.get(KEY));
    assertForged(() -> reader.get(KEY));
    assertForged(() -> store.compareAndSet(KEY, Optional.of("old"), "newer", HOUR));
    assertThat(stranger.get(KEY)).as("what no seal can tell").hasValue("old");
  }

  @Test
  void oneOfTwoReplacementsIsNotTakenForTheOther() throws Exception {
    store.putIfAbsent(KEY, "old", HOUR);
    String old = below.get(KEY).orElseThrow();
    sealed(SealKey.of(secret)).compareAndSet(KEY, Optional.of("old"), "lost", HOUR);
    String lost = below.get(KEY).orElseThrow();
    overwrite(KEY, old);
    store.compareAndSet(KEY, Optional.of("old"), "won", HOUR);

    overwrite(KEY, lost);

    assertForged(() -> store.get(KEY));
  }

  @Test
  void whatIsKeptAnewAfterAnEndIsNotOld() throws Exception {
    store.putIfAbsent(KEY, "0", Duration.ofSeconds(1));
    for (int i = 0; i < 2000; i++) {
      store.compareAndSet(
          KEY,
          Optional.of(Integer.toString(i)),
          Integer.toString(i + 1),
          Duration.ofMillis(Math.max(1, 1000 - i)));
    }
    pass(Duration.ofSeconds(1));

    assertThat(sealed(SealKey.of(secret)).putIfAbsent(KEY, "anew", HOUR)).isTrue();
    assertThat(store.get(KEY)).hasValue("anew");
  }

  @Test
  void aKeyCanBeChangedWhileInstancesRun() throws Exception {
    byte[] next = random(64);
    store.putIfAbsent(KEY, "value", HOUR);
    SealedState both = sealed(SealKey.of(next).accepting(secret));

    assertThat(both.get(KEY)).hasValue("value");
    both.compareAndSet(KEY, Optional.of("value"), "new", HOUR);

    assertThat(sealed(SealKey.of(next)).get(KEY)).hasValue("new");
    assertForged(() -> sealed(SealKey.of(secret)).get(KEY));
  }

  @Test
  void aKeyThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> SealKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SealKey.of(secret).accepting(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SealKey.of(secret)).hasToString("seal key [redacted]");
  }

  @Test
  void theLongestValueFits() throws Exception {
    now = Instant.ofEpochMilli(999_999_999_999_999L).minus(Duration.ofDays(366));
    String longest = "v".repeat(SealedState.MAX_SEALED_VALUE);

    assertThat(store.putIfAbsent(KEY, longest, StateStore.MAX_TTL)).isTrue();
    assertThat(store.get(KEY)).hasValue(longest);
  }

  @Test
  void itPromisesWhatTheStorePromises() {
    assertThat(store.guarantees()).isEqualTo(below.guarantees());
    assertThat(store).hasToString("sealed in-memory state with 0 of 100000 entries");
  }

  @Test
  void anApplicationDoesNotStartWithAStoreThatPromisesTooLittle() {
    assertThat(StateGuarantees.require(store, "reasons", StateStore.Guarantee.ONE_WINNER))
        .isSameAs(store);
    assertThatThrownBy(
            () ->
                StateGuarantees.require(
                    store,
                    "stated reasons",
                    StateStore.Guarantee.KEPT_UNTIL_EXPIRY,
                    StateStore.Guarantee.SHARED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "sealed in-memory state with 0 of 100000 entries does not promise what stated reasons"
                + " need. It lacks SHARED (all instances see the same): take a database, Redis or"
                + " a cluster's cache that all instances use");
    for (StateStore.Guarantee guarantee : StateStore.Guarantee.values()) {
      if (!Set.copyOf(store.guarantees()).contains(guarantee)) {
        assertThatThrownBy(() -> StateGuarantees.require(store, "tests", guarantee))
            .hasMessageContaining(guarantee.name());
      }
    }
  }

  private SealedState sealed(SealKey seals) {
    return SealedState.of(below, seals, () -> now);
  }

  /** As somebody would who can write to the store. */
  private void overwrite(StateKey key, String text) throws StateUnavailableException {
    assertThat(below.compareAndSet(key, below.get(key), text, HOUR)).isTrue();
  }

  private static void assertForged(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StateUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(StateUnavailableException.Cause.FORGED));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
