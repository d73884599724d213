package org.ztclinical.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is its own; that it does what every store must, zt-testing's contract shows. */
class InMemoryStateTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final InMemoryState store = InMemoryState.create(() -> now);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aFullStoreRefusesWhatIsNewAndForgetsNothing() throws Exception {
    InMemoryState small = InMemoryState.create(() -> now, 2);
    StateKey first = StateKey.of("test", "1");
    small.putIfAbsent(first, "1", Duration.ofMinutes(1));
    small.putIfAbsent(StateKey.of("test", "2"), "2", Duration.ofMinutes(9));

    assertThatThrownBy(
            () -> small.putIfAbsent(StateKey.of("test", "3"), "3", Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            StateUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(StateUnavailableException.Cause.FULL))
        .hasMessage("the in-memory state is full");
    assertThat(small.get(first)).hasValue("1");
    assertThat(small.putIfAbsent(first, "again", Duration.ofMinutes(1))).isFalse();

    pass(Duration.ofMinutes(1));
    assertThat(small.putIfAbsent(StateKey.of("test", "3"), "3", Duration.ofMinutes(1))).isTrue();
    assertThat(small.size()).isEqualTo(2);
  }

  @Test
  void nobodyCanFillTheStoreForOthers() throws Exception {
    InMemoryState small = InMemoryState.create(() -> now, 10, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(small.putIfAbsent(of("greedy", i), "", Duration.ofMinutes(1 + i))).isTrue();
    }

    assertThatThrownBy(() -> small.putIfAbsent(of("greedy", 3), "", Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            StateUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(StateUnavailableException.Cause.SHARE_USED_UP))
        .hasMessage("the in-memory state keeps no more than 3 facts of one owner at a time");
    assertThat(small.putIfAbsent(of("other", 1), "", Duration.ofMinutes(9))).isTrue();
    assertThat(small.putIfAbsent(of("greedy", 0), "", Duration.ofMinutes(9))).isFalse();
    assertThat(small.get(of("greedy", 0))).isPresent();
  }

  @Test
  void aShareIsGivenBackAsItsFactsEnd() throws Exception {
    InMemoryState small = InMemoryState.create(() -> now, 10, 1);
    for (int round = 0; round < 5; round++) {
      assertThat(small.putIfAbsent(of("one", round), "", Duration.ofMinutes(1))).isTrue();
      int next = round + 100;
      assertThatThrownBy(() -> small.putIfAbsent(of("one", next), "", Duration.ofMinutes(1)))
          .isInstanceOf(StateUnavailableException.class);
      pass(Duration.ofMinutes(1));
    }
    assertThat(small.size()).isEqualTo(1);
  }

  @Test
  void whatIsReplacedTakesNoMoreRoomAndStaysItsOwners() throws Exception {
    InMemoryState small = InMemoryState.create(() -> now, 1, 1);
    StateKey key = of("one", 1);
    small.putIfAbsent(key, "0", Duration.ofMinutes(1));
    for (int i = 0; i < 100; i++) {
      assertThat(
              small.compareAndSet(
                  StateKey.of("test", "one", "1"),
                  Optional.of(Integer.toString(i)),
                  Integer.toString(i + 1),
                  Duration.ofMinutes(1)))
          .isTrue();
    }
    assertThat(small.size()).isEqualTo(1);
    assertThatThrownBy(() -> small.putIfAbsent(of("one", 2), "", Duration.ofMinutes(1)))
        .isInstanceOf(StateUnavailableException.class);

    pass(Duration.ofMinutes(1));

    assertThat(small.putIfAbsent(of("one", 2), "", Duration.ofMinutes(1))).isTrue();
    assertThat(small.size()).isEqualTo(1);
  }

  @Test
  void aKeyIsReadFromWhatItPrints() {
    StateKey key = StateKey.of("test", "1").ownedBy("a");

    assertThat(StateKey.parse(key.text())).hasValue(key);
    assertThat(StateKey.parse(key.text()).orElseThrow().owner()).isEmpty();
    assertThat(StateKey.parse(key.text() + "0")).isEmpty();
    assertThat(StateKey.parse(key.text().toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(StateKey.parse("test:")).isEmpty();
  }

  @Test
  void listenersAreBounded() {
    StateListeners many = new StateListeners();
    StateListener one =
        new StateListener() {
          @Override
          public void changed(StateKey key) {}

          @Override
          public void missed() {}
        };
    for (int i = 0; i < StateListeners.MAX; i++) {
      many.add(one);
    }

    assertThatThrownBy(() -> many.add(one)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsNobodysHasTheWholeRoom() throws Exception {
    InMemoryState small = InMemoryState.create(() -> now, 5, 1);
    for (int i = 0; i < 5; i++) {
      StateKey key = StateKey.of("test", Integer.toString(i));
      assertThat(small.putIfAbsent(key, "", Duration.ofMinutes(1))).isTrue();
    }
  }

  @Test
  void whoseAKeyIsDoesNotMakeItAnother() {
    StateKey key = StateKey.of("test", "1");

    assertThat(key.ownedBy("a")).isEqualTo(key).hasSameHashCodeAs(key).hasToString(key.text());
    assertThat(key.owner()).isEmpty();
    assertThat(key.ownedBy("a").owner()).isNotEqualTo(key.ownedBy("b").owner());
    assertThat(key.ownedBy("alice").owner().orElseThrow()).doesNotContain("alice");
  }

  private static StateKey of(String owner, int number) {
    return StateKey.of("test", owner, Integer.toString(number)).ownedBy(owner);
  }

  @Test
  void aKeyNamesItsPurposeAndHidesItsParts() {
    StateKey key = StateKey.of("justified", "https://issuer.example", "alice", "Patient/123");

    assertThat(key.text()).matches("justified:[0-9a-f]{64}");
    assertThat(key).hasToString(key.text());
    assertThat(StateKey.of("a", "b", "c"))
        .isEqualTo(StateKey.of("a", "b", "c"))
        .isNotEqualTo(StateKey.of("a", "bc"))
        .isNotEqualTo(StateKey.of("a", "c", "b"))
        .isNotEqualTo(StateKey.of("a", "b", "c", ""))
        .isNotEqualTo(StateKey.of("b", "b", "c"));
    assertThatThrownBy(() -> StateKey.of("Not a word"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itSaysThatItIsNotShared() {
    assertThat(store.guarantees())
        .containsExactlyInAnyOrder(
            StateStore.Guarantee.ONE_WINNER,
            StateStore.Guarantee.KEPT_UNTIL_EXPIRY,
            StateStore.Guarantee.CHANGE_FEED);
    assertThat(store).hasToString("in-memory state with 0 of 100000 entries");
  }
}
