package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateStore.Guarantee;
import org.ztclinical.state.StateUnavailableException;

/**
 * What every provider of state must do. Whoever writes one extends this class in a JUnit test; what
 * the provider does not promise is skipped. {@link SealedStateContract} goes with it.
 *
 * <p>Each test uses keys of its own, so that a store need not be empty.
 */
public abstract class StateStoreContract {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int RACERS = 16;
  private static final int ROUNDS = 25;

  private final String run = UUID.randomUUID().toString();
  private final StateKey key = key("one");

  /** The store under test: the same one for all calls of a test. */
  protected abstract StateStore store() throws Exception;

  /** Another instance of the application at the same store; the first, where none is shared. */
  protected StateStore otherInstance() throws Exception {
    return store();
  }

  /** A time after which a test can wait for an end; as short as the store's clock allows. */
  protected Duration brief() {
    return Duration.ofMillis(700);
  }

  /** Lets at least so much time pass, by the store's own clock. */
  protected void pass(Duration time) throws Exception {
    Thread.sleep(time.toMillis() + 20);
  }

  /** Most characters of a value. */
  protected int longestValue() {
    return StateStore.MAX_VALUE;
  }

  /** A store of this kind that cannot be reached, or that does not answer any more. */
  protected Optional<StateStore> unreachable() throws Exception {
    return Optional.empty();
  }

  /** How long a call may take that ends with a failure. */
  protected Duration patience() {
    return Duration.ofSeconds(5);
  }

  /** A store of this kind that keeps this many facts of one owner; empty where it has no bound. */
  protected Optional<StateStore> withShare(int facts) throws Exception {
    return Optional.empty();
  }

  /** How many facts it must hold at one time. */
  protected int entries() {
    return 2_000;
  }

  @Test
  void whatWasKeptIsFoundByEveryInstance() throws Exception {
    assertThat(store().putIfAbsent(key, "value", LONG)).isTrue();

    assertThat(store().get(key)).hasValue("value");
    assertThat(otherInstance().get(key)).hasValue("value");
    assertThat(store().get(key("two"))).isEmpty();
    assertThat(store().get(StateKey.of("other", run, "one"))).isEmpty();
  }

  @Test
  void theSecondIsToldSoAndChangesNothing() throws Exception {
    long begun = System.nanoTime();
    store().putIfAbsent(key, "first", brief());

    boolean second = otherInstance().putIfAbsent(key, "second", LONG);
    Optional<String> there = store().get(key);

    assumeInTime(begun);
    assertThat(second).isFalse();
    assertThat(there).hasValue("first");
    pass(brief());
    assertThat(store().get(key)).isEmpty();
    assertThat(otherInstance().get(key)).isEmpty();
  }

  @Test
  void eachValueEndsByItselfAndNotBefore() throws Exception {
    StateKey longer = key("longer");
    long begun = System.nanoTime();
    store().putIfAbsent(key, "short", brief());
    Optional<String> there = store().get(key);
    assumeInTime(begun);
    assertThat(there).hasValue("short");
    store().putIfAbsent(longer, "long", brief().multipliedBy(3));
    store().putIfAbsent(key("longest"), "longest", LONG);

    pass(brief());

    assertThat(store().get(key)).isEmpty();
    assertThat(store().get(key("longest"))).hasValue("longest");
    pass(brief().multipliedBy(2));
    assertThat(otherInstance().get(longer)).isEmpty();
  }

  @Test
  void whatHasEndedCanBeKeptAnew() throws Exception {
    store().putIfAbsent(key, "old", brief());
    pass(brief());

    assertThat(store().putIfAbsent(key, "new", LONG)).isTrue();
    assertThat(otherInstance().get(key)).hasValue("new");
  }

  @Test
  void valuesAreKeptAsTheyAre() throws Exception {
    String odd = "ä€😀\u0000\n\u2028'\"\\%".repeat(30);
    String longest = "€".repeat(longestValue());

    store().putIfAbsent(key("odd"), odd, LONG);
    store().putIfAbsent(key("longest"), longest, StateStore.MAX_TTL);
    store().putIfAbsent(key("empty"), "", LONG);
    store().compareAndSet(key("odd"), Optional.of(odd), odd + odd, LONG);

    assertThat(otherInstance().get(key("odd"))).hasValue(odd + odd);
    assertThat(otherInstance().get(key("longest"))).hasValue(longest);
    assertThat(otherInstance().get(key("empty"))).hasValue("");
  }

  @Test
  void whatIsOutOfBoundsIsRefused() throws Exception {
    StateStore store = store();
    List<ThrowingCallable> wrong =
        List.of(
            () -> store.putIfAbsent(key, "v", Duration.ZERO),
            () -> store.putIfAbsent(key, "v", Duration.ofMillis(-1)),
            () -> store.putIfAbsent(key, "v", Duration.ofDays(367)),
            () -> store.putIfAbsent(key, "v".repeat(longestValue() + 1), LONG),
            () -> store.putIfAbsent(key, "half \uD83D", LONG),
            () -> store.compareAndSet(key, Optional.of("a"), "v", Duration.ZERO),
            () -> store.compareAndSet(key, Optional.empty(), "\uDE00 half", LONG));

    for (ThrowingCallable call : wrong) {
      assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.get(key)).isEmpty();
  }

  @Test
  void aReplacementNeedsWhatIsThere() throws Exception {
    assertThat(store().compareAndSet(key, Optional.of("none"), "b", LONG)).isFalse();
    assertThat(store().compareAndSet(key, Optional.empty(), "a", LONG)).isTrue();
    assertThat(otherInstance().compareAndSet(key, Optional.empty(), "b", LONG)).isFalse();
    assertThat(otherInstance().compareAndSet(key, Optional.of("b"), "c", LONG)).isFalse();
    assertThat(otherInstance().compareAndSet(key, Optional.of("a "), "c", LONG)).isFalse();

    assertThat(otherInstance().compareAndSet(key, otherInstance().get(key), "b", LONG)).isTrue();

    assertThat(store().get(key)).hasValue("b");
  }

  @Test
  void aReplacementHasAnEndOfItsOwn() throws Exception {
    StateKey shorter = key("shorter");
    long begun = System.nanoTime();
    store().putIfAbsent(key, "a", brief());
    boolean lengthened = store().compareAndSet(key, Optional.of("a"), "b", LONG);
    assumeInTime(begun);
    assertThat(lengthened).isTrue();
    store().putIfAbsent(shorter, "a", LONG);
    assertThat(store().compareAndSet(shorter, Optional.of("a"), "b", brief())).isTrue();

    pass(brief());

    assertThat(store().get(key)).hasValue("b");
    assertThat(store().get(shorter)).isEmpty();
    assertThat(store().compareAndSet(shorter, Optional.of("b"), "c", LONG)).isFalse();
    assertThat(store().compareAndSet(shorter, Optional.empty(), "c", LONG)).isTrue();
  }

  @Test
  void ofManyAtOnceExactlyOneIsTheFirst() throws Exception {
    List<StateStore> instances = List.of(store(), otherInstance());
    for (int round = 0; round < ROUNDS; round++) {
      StateKey contested = key("race" + round);

      List<Boolean> told =
          AtOnce.call(
              RACERS,
              racer ->
                  instances.get(racer % 2).putIfAbsent(contested, Integer.toString(racer), LONG));

      assertThat(told).as("round %s", round).containsOnlyOnce(true);
      assertThat(store().get(contested)).hasValue(Integer.toString(told.indexOf(true)));
    }
  }

  @Test
  void ofManyWhoReplaceTheSameExactlyOneDoes() throws Exception {
    List<StateStore> instances = List.of(store(), otherInstance());
    store().putIfAbsent(key, "start", LONG);
    String last = "start";
    for (int round = 0; round < ROUNDS; round++) {
      Optional<String> expected = Optional.of(last);
      String prefix = round + ":";

      List<Boolean> told =
          AtOnce.call(
              RACERS,
              racer -> instances.get(racer % 2).compareAndSet(key, expected, prefix + racer, LONG));

      assertThat(told).as("round %s", round).containsOnlyOnce(true);
      last = prefix + told.indexOf(true);
      assertThat(otherInstance().get(key)).hasValue(last);
    }
  }

  @Test
  void noReplacementIsLost() throws Exception {
    List<StateStore> instances = List.of(store(), otherInstance());
    int each = 5;
    store().putIfAbsent(key, "0", LONG);

    AtOnce.call(
        RACERS,
        racer -> {
          for (int i = 0; i < each; i++) {
            increment(instances.get(racer % 2));
          }
          return true;
        });

    assertThat(store().get(key)).hasValue(Integer.toString(RACERS * each));
  }

  private void increment(StateStore store) throws StateUnavailableException {
    Optional<String> seen = store.get(key);
    while (!store.compareAndSet(key, seen, next(seen), LONG)) {
      seen = store.get(key);
    }
  }

  private static String next(Optional<String> seen) {
    return Integer.toString(Integer.parseInt(seen.orElseThrow()) + 1);
  }

  @Test
  void nothingIsDisplacedBeforeItsEnd() throws Exception {
    assumeTrue(store().guarantees().contains(Guarantee.KEPT_UNTIL_EXPIRY), "it may displace");
    for (int i = 0; i < entries(); i++) {
      String value = Integer.toString(i).repeat(1 + i % 50);
      assertThat(store().putIfAbsent(key("fill" + i), value, LONG)).isTrue();
    }

    for (int i = 0; i < entries(); i++) {
      String value = Integer.toString(i).repeat(1 + i % 50);
      assertThat(otherInstance().get(key("fill" + i))).hasValue(value);
    }
  }

  @Test
  void nobodyCanFillTheStoreForOthers() throws Exception {
    Optional<StateStore> small = withShare(3);
    assumeTrue(small.isPresent(), "it has no bound for one owner");
    StateStore store = small.orElseThrow();
    for (int i = 0; i < 3; i++) {
      assertThat(store.putIfAbsent(owned("greedy", i), "", LONG)).isTrue();
    }

    assertThatThrownBy(() -> store.putIfAbsent(owned("greedy", 3), "", LONG))
        .isInstanceOfSatisfying(
            StateUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(StateUnavailableException.Cause.SHARE_USED_UP));
    assertThat(store.putIfAbsent(owned("greedy", 2), "", LONG)).isFalse();
    assertThat(store.putIfAbsent(owned("other", 1), "", LONG)).isTrue();
    assertThat(store.putIfAbsent(key, "", LONG)).isTrue();
    assertThat(store.compareAndSet(owned("greedy", 2), Optional.of(""), "b", brief())).isTrue();
    pass(brief());
    assertThat(store.putIfAbsent(owned("greedy", 3), "", LONG)).isTrue();
  }

  private StateKey owned(String owner, int number) {
    return key(owner + number).ownedBy(run, owner);
  }

  @Test
  void everyInstanceIsToldOfChangesUntilItLeaves() throws Exception {
    assumeTrue(store().guarantees().contains(Guarantee.CHANGE_FEED), "it has no change feed");
    HeardChanges heard = new HeardChanges();
    HeardChanges left = new HeardChanges();
    otherInstance().subscribe(left).close();
    try (var subscription = otherInstance().subscribe(heard)) {
      store().putIfAbsent(key("a").ownedBy("somebody"), "1", LONG);
      store().putIfAbsent(key("b"), "1", LONG);
      assertThat(heard.await(key("b"), 1)).as("another fact").isTrue();
      store().compareAndSet(key("b"), Optional.of("1"), "2", LONG);
      store().compareAndSet(key("b"), Optional.of("1"), "3", LONG);

      assertThat(heard.await(key("a"), 1)).as("a new fact").isTrue();
      assertThat(heard.await(key("b"), 2)).as("a replaced fact").isTrue();
      assertThat(heard.keys()).allMatch(told -> told.owner().isEmpty());
    }
    assertThat(left.keys()).isEmpty();
  }

  @Test
  void aStoreWithoutAChangeFeedSaysSo() throws Exception {
    assumeTrue(!store().guarantees().contains(Guarantee.CHANGE_FEED), "it has a change feed");

    assertThatThrownBy(() -> store().subscribe(new HeardChanges()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whoCannotReachItIsToldInTimeAndWithoutSecrets() throws Exception {
    Optional<StateStore> gone = unreachable();
    assumeTrue(gone.isPresent(), "it cannot be unreachable");
    StateStore store = gone.orElseThrow();
    List<ThrowingCallable> calls =
        List.of(
            () -> store.get(key),
            () -> store.putIfAbsent(key, "4711-value", LONG),
            () -> store.compareAndSet(key, Optional.of("4711-value"), "b", LONG));

    for (ThrowingCallable call : calls) {
      long begun = System.nanoTime();
      assertThatThrownBy(call)
          .isInstanceOf(StateUnavailableException.class)
          .satisfies(e -> assertThat(Printed.of(e)).doesNotContain("4711", key.text(), "pass"));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(patience());
    }
  }

  @Test
  void whoIsInterruptedStaysInterrupted() throws Exception {
    StateStore store = store();
    List<String> ends = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                ends.add(Boolean.toString(store.putIfAbsent(key, "value", LONG)));
              } catch (StateUnavailableException e) {
                ends.add("unavailable");
              }
              ends.add(Boolean.toString(Thread.currentThread().isInterrupted()));
            });
    caller.start();
    caller.join(patience().toMillis());

    assertThat(ends).hasSize(2);
    assertThat(ends.get(0)).isIn("true", "unavailable");
    assertThat(ends.get(1)).isEqualTo("true");
  }

  @Test
  void itSaysWhatItPromises() throws Exception {
    assertThat(store().guarantees()).contains(Guarantee.ONE_WINNER);
    assertThat(store().guarantees()).isEqualTo(otherInstance().guarantees());
    assertThat(store().toString()).doesNotContain("@", "password");
  }

  /** What must be seen before its end cannot be, on a machine that pauses for so long. */
  private void assumeInTime(long begun) {
    assumeTrue(System.nanoTime() - begun < brief().toNanos(), "the machine paused for too long");
  }

  private StateKey key(String name) {
    return StateKey.of("test", run, name);
  }
}
