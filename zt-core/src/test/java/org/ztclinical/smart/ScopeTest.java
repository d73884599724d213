package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private static final String LABORATORY =
      "http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          patient/Observation.rs,     patient/Observation.rs
          patient/Observation.read,   patient/Observation.rs
          user/Observation.write,     user/Observation.cud
          system/Observation.*,       system/Observation.cruds
          system/*.cruds,             system/*.cruds
          user/*.*,                   user/*.cruds
          user/Patient.c,             user/Patient.c
          patient/Observation.rs?category=laboratory, patient/Observation.rs?category=laboratory
          patient/Observation.rs?category=a&code=b,   patient/Observation.rs?category=a&code=b
          """)
  void isReadAndWrittenInVersionTwo(String text, String canonical) throws Exception {
    assertThat(Scope.parse(text).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          patient/Observation.sr       > permissions must be in the order c r u d s
          patient/Observation.rr       > a permission must not be repeated
          patient/Observation.x        > permissions must be letters of cruds, or read, write or *
          patient/Observation.READ     > permissions must be letters of cruds, or read, write or *
          patient/Observation.rs.rs    > permissions must be letters of cruds, or read, write or *
          patient/Observation.cruds*   > permissions must be letters of cruds, or read, write or *
          patient/Observation.         > permissions are missing
          patient/Observation          > a scope is context/type.permissions
          patient/                     > a scope is context/type.permissions
          patient/observation.rs       > the type must be a resource type of FHIR R4 or *
          patient/Observations.rs      > the type must be a resource type of FHIR R4 or *
          patient/.rs                  > the type must be a resource type of FHIR R4 or *
          patient//Observation.rs      > the type must be a resource type of FHIR R4 or *
          patient/Resource.rs          > the type must be a resource type of FHIR R4 or *
          patient/DomainResource.rs    > the type must be a resource type of FHIR R4 or *
          patient/all.read             > the type must be a resource type of FHIR R4 or *
          patient/**.rs                > the type must be a resource type of FHIR R4 or *
          Patient/Observation.rs       > it begins with none of patient/, user/, system/
          openid                       > it begins with none of patient/, user/, system/
          launch/patient               > it begins with none of patient/, user/, system/
          patient.Observation.rs       > it begins with none of patient/, user/, system/
          patient%2FObservation.rs     > it begins with none of patient/, user/, system/
          """)
  void thatIsMalformedIsRejectedWithTheRule(String text, String rule) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOf(ScopeSyntaxException.class)
        .hasMessage(text + ": " + rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          patient/Observation.rs?             > a constraint is one query
          patient/Observation.rs?a=b?c=d      > a constraint is one query
          patient/Observation.rs?category     > a constraint is parameter=value
          patient/Observation.rs?category=    > a constraint is parameter=value
          patient/Observation.rs?=x           > a constraint is parameter=value
          patient/Observation.rs?category=a&  > a constraint is parameter=value
          patient/Observation.rs?category=%zz > a constraint must be a well-formed query
          patient/Observation.rs?category=a;b > a constraint must be a well-formed query
          patient/Observation.read?category=a > a constraint needs permissions of version 2
          patient/Observation.*?category=a    > a constraint needs permissions of version 2
          """)
  void withAMalformedConstraintIsRejectedWithoutShowingIt(String text, String rule) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOfSatisfying(
            ScopeSyntaxException.class,
            e -> assertThat(e.reason()).isEqualTo(SmartReason.MALFORMED))
        .hasMessage(text.substring(0, text.indexOf('?')) + ": " + rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patient/Observation.rs?category:not=laboratory",
        "patient/Observation.rs?category:in=http://example.org/vs",
        "patient/Observation.rs?subject.name=smith",
        "patient/Observation.rs?_has:Provenance:target:agent=x",
        "patient/Observation.rs?category=a|b|c",
        "patient/Observation.rs?category=|",
        "patient/Observation.rs?category=a,,b",
        "patient/Observation.rs?category=a%5C,b"
      })
  void withAConstraintBeyondPlainTokensIsNotSupported(String text) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOfSatisfying(
            ScopeSyntaxException.class,
            e -> assertThat(e.reason()).isEqualTo(SmartReason.CONSTRAINT_NOT_SUPPORTED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patient/Observation.rs\u0000",
        "patient/Observation.r s",
        "patient/Observation.rs\t",
        "patient/\u041Ebservation.rs",
        "patient/Observation\u2024rs",
        "patient/Observation.rs?category=\"a\""
      })
  void withACharacterThatScopesCannotHaveIsMalformed(String text) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOfSatisfying(
            ScopeSyntaxException.class,
            e -> assertThat(e.reason()).isEqualTo(SmartReason.MALFORMED));
  }

  @Test
  void thatIsTooLongIsMalformed() {
    String text = "patient/" + "A".repeat(5_000) + ".rs";

    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOf(ScopeSyntaxException.class)
        .hasMessageContaining("at most 1024 characters")
        .hasMessageMatching("(?s).{0,200}");
  }

  @Test
  void constraintValueIsDecodedOnceAndNotPrinted() throws Exception {
    Scope scope = Scope.parse("patient/Observation.rs?category=" + LABORATORY.replace("|", "%7C"));

    assertThat(scope.constraints().get(0).asParameter().value()).isEqualTo(LABORATORY);
    assertThat(scope).hasToString("patient/Observation.rs?category=[redacted]");
  }

  @Test
  void textThatParsesIsTheSameScopeWhenReadAgain() throws Exception {
    long seed = 20_261_124L;
    Random random = new Random(seed);
    String alphabet = "cruds./*?=&|,-_%:" + "patient" + "user" + "system" + "Observation" + "rs";
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = mutated(random, alphabet);
      Scope scope;
      try {
        scope = Scope.parse(text);
      } catch (ScopeSyntaxException e) {
        continue;
      }
      parsed++;
      assertThat(Scope.parse(scope.text())).as("seed %d: %s", seed, text).isEqualTo(scope);
    }
    assertThat(parsed).isGreaterThan(100);
  }

  private static String mutated(Random random, String alphabet) {
    List<String> seeds =
        List.of(
            "patient/Observation.rs",
            "user/*.cruds",
            "system/Patient.read",
            "patient/Observation.rs?category=" + LABORATORY,
            "user/Condition.cruds?category=a,b&code=c|d");
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    int edits = random.nextInt(3);
    for (int i = 0; i < edits && text.length() > 1; i++) {
      int at = random.nextInt(text.length());
      char c = alphabet.charAt(random.nextInt(alphabet.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, c);
        default -> text.setCharAt(at, c);
      }
    }
    return text.toString();
  }

  @Test
  void scopesThatGrantNothingLeaveANoteAndLoosenNothing() {
    GrantedScopes scopes =
        GrantedScopes.parse(
            List.of(
                "openid",
                "patient/Observation.sr",
                "patient/Observation.rs?category:not=x",
                "patient/Observation.r",
                "patient/Observation.r"));

    assertThat(scopes.scopes()).hasSize(1);
    assertThat(scopes.notes())
        .extracting(note -> note.code())
        .containsExactly(
            SmartReason.NOT_A_RESOURCE_SCOPE,
            SmartReason.MALFORMED,
            SmartReason.CONSTRAINT_NOT_SUPPORTED);
  }

  @Test
  void moreScopesThanTheLimitAreNotRead() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < GrantedScopes.MAX_SCOPES; i++) {
      many.add("openid");
    }
    many.add("user/*.cruds");

    GrantedScopes scopes = GrantedScopes.parse(many);

    assertThat(scopes.scopes()).isEmpty();
  }
}
