package org.ztclinical.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every provider of state must do. A provider's test extends it. */
abstract class StateStoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final StateKey KEY = StateKey.of("test", "one");

  /** The store under test: the same one for all calls of a test, empty when the test begins. */
  abstract StateStore store();

  /** Lets so much time pass, by the store's own clock. */
  abstract void pass(Duration time) throws Exception;

  /** Most characters of a value. */
  int longest() {
    return StateStore.MAX_VALUE;
  }

  @Test
  void whatWasKeptIsFound() throws Exception {
    assertThat(store().putIfAbsent(KEY, "value", MINUTE)).isTrue();

    assertThat(store().get(KEY)).hasValue("value");
    assertThat(store().get(StateKey.of("test", "two"))).isEmpty();
    assertThat(store().get(StateKey.of("other", "one"))).isEmpty();
  }

  @Test
  void theSecondIsToldSoAndChangesNothing() throws Exception {
    store().putIfAbsent(KEY, "first", MINUTE);

    assertThat(store().putIfAbsent(KEY, "second", MINUTE.multipliedBy(9))).isFalse();

    assertThat(store().get(KEY)).hasValue("first");
    pass(MINUTE);
    assertThat(store().get(KEY)).isEmpty();
  }

  @Test
  void eachValueEndsByItself() throws Exception {
    StateKey longer = StateKey.of("test", "longer");
    store().putIfAbsent(KEY, "short", MINUTE);
    store().putIfAbsent(longer, "long", MINUTE.multipliedBy(2));

    pass(MINUTE.minusMillis(1));
    assertThat(store().get(KEY)).isPresent();

    pass(Duration.ofMillis(1));
    assertThat(store().get(KEY)).isEmpty();
    assertThat(store().get(longer)).hasValue("long");
  }

  @Test
  void whatHasEndedCanBeKeptAnew() throws Exception {
    store().putIfAbsent(KEY, "old", MINUTE);
    pass(MINUTE);

    assertThat(store().putIfAbsent(KEY, "new", MINUTE)).isTrue();
    assertThat(store().get(KEY)).hasValue("new");
  }

  @Test
  void valuesAreKeptAsTheyAre() throws Exception {
    String value = "ä€😀\u0000\n".repeat(100);

    store().putIfAbsent(KEY, value, MINUTE);
    store().putIfAbsent(StateKey.of("test", "empty"), "", MINUTE);

    assertThat(store().get(KEY)).hasValue(value);
    assertThat(store().get(StateKey.of("test", "empty"))).hasValue("");
  }

  @Test
  void whatIsOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> store().putIfAbsent(KEY, "v", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().putIfAbsent(KEY, "v", Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().putIfAbsent(KEY, "v", Duration.ofDays(367)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().putIfAbsent(KEY, "v".repeat(longest() + 1), MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().putIfAbsent(KEY, "half \uD83D", MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().compareAndSet(KEY, Optional.of("a"), "v", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofManyAtOnceExactlyOneIsTheFirst() throws Exception {
    int callers = 8;
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      for (int round = 0; round < 50; round++) {
        StateKey key = StateKey.of("race", Integer.toString(round));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> told = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
          String value = Integer.toString(caller);
          Callable<Boolean> put =
              () -> {
                start.await();
                return store().putIfAbsent(key, value, MINUTE);
              };
          told.add(threads.submit(put));
        }
        start.countDown();
        int winner = -1;
        for (int caller = 0; caller < callers; caller++) {
          if (told.get(caller).get()) {
            assertThat(winner).as("a second winner").isEqualTo(-1);
            winner = caller;
          }
        }
        assertThat(store().get(key)).hasValue(Integer.toString(winner));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aReplacementNeedsWhatIsThere() throws Exception {
    assertThat(store().compareAndSet(KEY, Optional.of("none"), "b", MINUTE)).isFalse();
    assertThat(store().compareAndSet(KEY, Optional.empty(), "a", MINUTE)).isTrue();
    assertThat(store().compareAndSet(KEY, Optional.empty(), "b", MINUTE)).isFalse();
    assertThat(store().compareAndSet(KEY, Optional.of("b"), "c", MINUTE)).isFalse();

    assertThat(store().compareAndSet(KEY, store().get(KEY), "b", MINUTE)).isTrue();

    assertThat(store().get(KEY)).hasValue("b");
  }

  @Test
  void aReplacementHasAnEndOfItsOwn() throws Exception {
    StateKey shorter = StateKey.of("test", "shorter");
    store().putIfAbsent(KEY, "a", MINUTE);
    store().putIfAbsent(shorter, "a", MINUTE.multipliedBy(9));
    store().compareAndSet(KEY, Optional.of("a"), "b", MINUTE.multipliedBy(2));
    store().compareAndSet(shorter, Optional.of("a"), "b", MINUTE);

    pass(MINUTE);

    assertThat(store().get(KEY)).hasValue("b");
    assertThat(store().get(shorter)).isEmpty();
    assertThat(store().compareAndSet(shorter, Optional.of("b"), "c", MINUTE)).isFalse();
  }

  @Test
  void listenersAreToldOfWhatChangesUntilTheyLeave() throws Exception {
    List<StateKey> told = new ArrayList<>();
    StateSubscription subscription = store().subscribe(listener(told::add));
    store().subscribe(listener(key -> failing()));

    store().putIfAbsent(KEY.ownedBy("a"), "a", MINUTE);
    store().putIfAbsent(KEY, "b", MINUTE);
    store().compareAndSet(KEY, Optional.of("b"), "c", MINUTE);
    store().compareAndSet(KEY, Optional.of("a"), "c", MINUTE);
    subscription.close();
    subscription.close();
    store().compareAndSet(KEY, Optional.of("c"), "d", MINUTE);

    assertThat(told).containsExactly(KEY, KEY).allMatch(key -> key.owner().isEmpty());
    assertThat(store().get(KEY)).hasValue("d");
  }

  private static void failing() {
    throw new IllegalStateException("a listener that fails");
  }

  private static StateListener listener(Consumer<StateKey> told) {
    return new StateListener() {
      @Override
      public void changed(StateKey key) {
        told.accept(key);
      }

      @Override
      public void missed() {}
    };
  }

  @Test
  void aProviderSaysWhatItPromises() {
    assertThat(store().guarantees()).contains(StateStore.Guarantee.ONE_WINNER);
  }
}
