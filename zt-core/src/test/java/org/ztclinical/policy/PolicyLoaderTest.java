package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.Obligation;

/** The contract of policy files, and the messages to who breaks it. */
class PolicyLoaderTest {
  private static final String REST = "permit (principal, action, resource);";

  private final PolicyLoader loader =
      new PolicyLoader(
          KnownObligations.of(List.of(Obligation.of("justify"), Obligation.of("notify"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          permit (principal, action, resource);                | every policy has a name: write @id("…") before it
          @id("") permit (principal, action, resource);        | every policy has a name: write @id("…") before it
          @id("a b") permit (principal, action, resource);     | an @id is letters, digits, dots, hyphens and underscores
          @id("a") forbid (principal, action, resource);       | a forbid says why: write @reason("…") before it
          @id("a") @reason("x\\ny") permit (principal, action, resource); | a @reason is one line of printable text
          @id("a") @obligations("justify") permit (principal, action, resource); | @obligations is no annotation of this library
          @id("a") @obligation("justfy") permit (principal, action, resource); | nobody fulfils the obligation justfy; known are justify, notify
          @id("a") @obligation("") permit (principal, action, resource); | an obligation is named by lower-case words
          @id("a") @reason("r") @obligation("justify") forbid (principal, action, resource); | a forbid obliges to nothing
          @id("a") permit (principal == ?principal, action, resource); | templates cannot be used in policy files
          @id("a") permit (principal, action, resource) when { context.mfa }; | policy a:
          @id("a") permit (principal, action == Fhir::Action::"reed", resource); | policy a:
          @id("a") permit (principal, action, resource is Fhir::Patiant); | policy a:
          @id("a") permit (principal, action, resource) when { context.risk == Clinical::Risk::"lo" }; | policy a:
          @id("a") permit (principal, action, resource) when { resource.patient == principal }; | policy a:
          """)
  void whatBreaksTheContractIsNamedWithFileAndLine(String text, String problem) {
    assertThatThrownBy(() -> loader.load(List.of(new PolicyText("ward.cedar", text))))
        .isInstanceOf(PolicyLoadException.class)
        .hasMessageStartingWith("ward.cedar:1:")
        .hasMessageContaining(problem);
  }

  @Test
  void twoPoliciesOfOneNameAreRefusedWhicheverFilesTheyAreIn() {
    PolicyText first = new PolicyText("a.cedar", "@id(\"same\")\n" + REST);
    PolicyText second = new PolicyText("b.cedar", "\n@id(\"same\")\n" + REST);

    assertThatThrownBy(() -> loader.load(List.of(first, second)))
        .isInstanceOf(PolicyLoadException.class)
        .hasMessage("b.cedar:2:1: the @id same is used in a.cedar already");
  }

  @Test
  void everyProblemOfEveryFileIsNamedAtOnce() {
    PolicyText first = new PolicyText("a.cedar", REST + "\n" + REST);
    PolicyText second = new PolicyText("b.cedar", "permit (principal, action);");

    assertThatThrownBy(() -> loader.load(List.of(first, second)))
        .isInstanceOfSatisfying(
            PolicyLoadException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(3)
                    .anyMatch(problem -> problem.startsWith("a.cedar:1:1"))
                    .anyMatch(problem -> problem.startsWith("a.cedar:2:1"))
                    .anyMatch(problem -> problem.startsWith("b.cedar:1:")));
  }

  @Test
  void anObligationIsReadFromThePolicy() throws PolicyLoadException {
    LoadedPolicies loaded =
        loader.load(
            List.of(
                new PolicyText(
                    "a.cedar",
                    "@id(\"break-glass\") @obligation(\"justify, notify\") @owner(\"privacy\") "
                        + REST)));

    assertThat(loaded.terms("break-glass").obligations())
        .containsExactly(Obligation.of("justify"), Obligation.of("notify"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | permit (principal, action, resource);
          false | permit (principal, action, resource is Fhir::Patient) when { context.authentication.mfa };
          false | permit (principal, action, resource) when { !(resource is Fhir::Patient) };
          true  | permit (principal, action, resource) when { resource is Fhir::Patient in Fhir::Patient::"1" };
          true  | permit (principal, action, resource == Fhir::Patient::"1");
          true  | permit (principal, action, resource) when { context.authentication.mfa && !(resource has patient) };
          true  | permit (principal, action, resource) when { [resource].contains(principal) };
          true  | permit (principal, action, resource) when { context.relationship == Clinical::Relationship::"self" };
          true  | permit (principal, action, resource) unless { context.labels.contains("R") };
          true  | permit (principal, action, resource) when { if context.time has hour then resource has patient else true };
          """)
  void aPolicyThatCanTellResourcesApartIsKnown(boolean tells, String text) throws Exception {
    var policies = org.ztclinical.cedar.text.PolicyParser.parse(text);

    assertThat(ResourceReads.in(policies.policies().get(0))).isEqualTo(tells);
  }
}
