package org.ztclinical.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObligationTest {
  private static final Obligation JUSTIFY = Obligation.of("justify");
  private static final Obligation NOTIFY = Obligation.of("notify");

  @Test
  void aListIsReadInOrderWithOrWithoutSpaces() {
    assertThat(Obligation.parseList("justify,notify")).containsExactly(JUSTIFY, NOTIFY);
    assertThat(Obligation.parseList(" notify ,  justify ")).containsExactly(NOTIFY, JUSTIFY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Justify",
        "justify,",
        ",justify",
        "justify,,notify",
        "justify notify",
        "-a",
        "a-",
        "a--b",
        "1a",
        "a_b",
        "justify\nx",
        "jüstify",
        "justify,justify"
      })
  void whatIsNoListOfNamesIsRefused(String text) {
    assertThatThrownBy(() -> Obligation.parseList(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsAndNamesAreBounded() {
    String many = String.join(",", Collections.nCopies(100_000, "a"));

    assertThatThrownBy(() -> Obligation.parseList(many)).hasMessageContaining("at most 16");
    assertThatThrownBy(() -> Obligation.of("a".repeat(65))).hasMessageContaining("at most 64");
    assertThatThrownBy(() -> Obligation.of("a-".repeat(100_000) + "!"))
        .hasMessageContaining("at most 64");
  }

  @Test
  void aNameThatNobodyFulfilsIsAnErrorThatNamesTheRemedy() {
    KnownObligations known = KnownObligations.of(List.of(NOTIFY, JUSTIFY));

    assertThat(known.read("notify")).containsExactly(NOTIFY);
    assertThatThrownBy(() -> known.read("justify, watch"))
        .hasMessage(
            "nobody fulfils the obligation watch; known are justify, notify: correct the name, or"
                + " register a handler with obligationHandler(…)");
    assertThatThrownBy(() -> KnownObligations.none().read("justify"))
        .hasMessageContaining("known are none");
  }

  @Test
  void dutiesOfAllEntriesAreUnitedOnceAndInOrder() {
    Duties duties =
        Duties.ofEntries(List.of(List.of(), List.of(NOTIFY, JUSTIFY, NOTIFY), List.of(JUSTIFY)));

    assertThat(duties.all()).containsExactly(NOTIFY, JUSTIFY);
    assertThat(duties.ofEntry(1)).containsExactly(NOTIFY, JUSTIFY);
    assertThat(duties.isEmpty()).isFalse();
    assertThat(Duties.ofEntries(List.of(List.of(), List.of())).isEmpty()).isTrue();
    assertThat(Duties.of(List.of(JUSTIFY)).ofEntry(3)).isEmpty();
  }
}
