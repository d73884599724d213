package org.ztclinical.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryStateTest extends StateStoreContract {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final InMemoryState store = InMemoryState.create(() -> now);

  @Override
  StateStore store() {
    return store;
  }

  @Override
  void pass(Duration time) {
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
            StateStore.Guarantee.ONE_WINNER, StateStore.Guarantee.KEPT_UNTIL_EXPIRY);
    assertThat(store).hasToString("in-memory state with 0 of 100000 entries");
  }
}
