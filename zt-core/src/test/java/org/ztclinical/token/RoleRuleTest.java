package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the roles that a token names count. */
class RoleRuleTest {
  private static final List<String> NAMED = List.of("physician", "Arzt", "patient", "physician");

  @Test
  void allCountNoneCountsAndOnlyThoseThatAreListedCount() {
    assertThat(RoleRule.all().granted(NAMED)).containsExactly("physician", "Arzt", "patient");
    assertThat(RoleRule.none().granted(NAMED)).isEmpty();
    assertThat(RoleRule.only("patient", "guest").granted(NAMED)).containsExactly("patient");
  }

  @Test
  void namesAreComparedCharacterForCharacter() {
    RoleRule rule = RoleRule.only("physician");

    assertThat(rule.granted(List.of("Physician", "physician ", "physi\u0441ian", "physicians")))
        .isEmpty();
  }

  @Test
  void aTranslatedRoleIsGivenByOurNameAndNotByTheirs() {
    assertThat(RoleRule.none().translating("Arzt", "physician").granted(List.of("Arzt", "nurse")))
        .containsExactly("physician");
    assertThat(RoleRule.only("patient").translating("Arzt", "physician").granted(NAMED))
        .containsExactly("physician", "patient");
    assertThat(RoleRule.all().translating("physician", "guest").granted(NAMED))
        .containsExactly("guest", "Arzt", "patient");
  }

  @Test
  void aRoleIsNamedOnceAndNotBlank() {
    assertThatThrownBy(() -> RoleRule.only("a", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the role is named twice: a");
    assertThatThrownBy(() -> RoleRule.only("a").translating("a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RoleRule.only(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RoleRule.none().translating("a", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RoleRule.none().translating("", "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itSaysWhatItGives() {
    assertThat(RoleRule.all()).hasToString("all roles");
    assertThat(RoleRule.none()).hasToString("no roles");
    assertThat(RoleRule.only("b", "a").translating("c", "d")).hasToString("roles: a, b, c as d");
  }
}
