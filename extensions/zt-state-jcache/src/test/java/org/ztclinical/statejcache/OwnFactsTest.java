package org.ztclinical.statejcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.ztclinical.state.StateKey;

class OwnFactsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final OwnFacts facts = new OwnFacts(2);

  @Test
  void aShareIsGivenBackAsItsFactsEnd() {
    facts.kept(key("a", 1), Envelope.of("", NOW.plusSeconds(1)));
    facts.kept(key("a", 2), Envelope.of("", NOW.plusSeconds(9)));

    assertThat(facts.hasRoom(key("a", 3), NOW)).isFalse();
    assertThat(facts.hasRoom(key("b", 1), NOW)).isTrue();
    assertThat(facts.hasRoom(key("a", 3), NOW.plusSeconds(1))).isTrue();
  }

  @Test
  void whatIsReplacedTakesNoMoreRoomAndStaysItsOwners() {
    for (int i = 1; i < 9; i++) {
      facts.kept(key("a", 1), Envelope.of("", NOW.plusSeconds(i)));
    }
    facts.kept(StateKey.of("test", "a", "1"), Envelope.of("", NOW.plusSeconds(9)));

    assertThat(facts.hasRoom(key("a", 2), NOW)).isTrue();
    facts.kept(key("a", 2), Envelope.of("", NOW.plusSeconds(1)));
    assertThat(facts.hasRoom(key("a", 3), NOW)).isFalse();
  }

  @Test
  void eachEndedFactIsTakenOnceAndNoOther() {
    for (int i = 0; i < 10; i++) {
      facts.kept(key("a", i), Envelope.of("", NOW.plusSeconds(i)));
    }

    assertThat(facts.takeEnded(NOW.plusSeconds(4), 3)).hasSize(3);
    assertThat(facts.takeEnded(NOW.plusSeconds(4), 3)).hasSize(2);
    assertThat(facts.takeEnded(NOW.plusSeconds(4), 3)).isEmpty();
  }

  @Test
  void anEnvelopeIsReadAsItWasWrittenAndTellsTwoOfTheSameApart() {
    Envelope envelope = Envelope.of("a.b\n.c", NOW.plus(Duration.ofNanos(1)));

    assertThat(Envelope.parse(envelope.text())).hasValue(envelope);
    assertThat(envelope.hasEnded(NOW.minusMillis(1))).isFalse();
    assertThat(envelope.hasEnded(NOW)).isTrue();
    assertThat(Envelope.of("a", NOW).text()).isNotEqualTo(Envelope.of("a", NOW).text());
    for (String other : new String[] {"", "a", "1.a", "1.00.a", "-1.0000000000000000.a"}) {
      assertThat(Envelope.parse(other)).isEmpty();
    }
  }

  private static StateKey key(String owner, int number) {
    return StateKey.of("test", owner, Integer.toString(number)).ownedBy(owner);
  }
}
