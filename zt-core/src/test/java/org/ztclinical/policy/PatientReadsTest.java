package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.text.PolicyParser;

/** Which policies look at the patient, and which at the resource itself. */
class PatientReadsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "resource has patient",
        "!(resource has patient)",
        "resource has patient && resource.patient == Fhir::Patient::\"vip\"",
        "resource has patient && [Fhir::Patient::\"vip\"].contains(resource.patient)",
        "(if context.authentication.mfa then resource else resource) has patient",
        "{\"r\": resource}.r has patient",
        "context.relationship == Clinical::Relationship::\"treating\"",
        "context has consent && context.consent == Clinical::Consent::\"deny\"",
        "context.launch has patient && context.launch.patient has patient",
        "context has launch.patient.patient",
        "principal is Clinical::User && principal has patient.patient",
      })
  void thePatientIsLookedAt(String condition) throws Exception {
    assertThat(PatientReads.patient(policy("", condition))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "context.authentication.mfa",
        "resource is Fhir::Patient",
        "resource == Fhir::Patient::\"vip\"",
        "principal is Clinical::User && principal has patient",
        "principal has patient && principal.patient == Fhir::Patient::\"vip\"",
        "context.launch has patient && context.launch.patient == Fhir::Patient::\"vip\"",
        "context has launch.patient",
      })
  void thePatientIsNotLookedAt(String condition) throws Exception {
    assertThat(PatientReads.patient(policy("", condition))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resource == Fhir::Organization::\"head\"",
        "[Fhir::Organization::\"head\"].contains(resource)",
        "resource is Fhir::Organization in Fhir::Organization::\"head\"",
        "resource in Fhir::Organization::\"head\"",
        "{\"r\": resource} == {\"r\": resource}",
      })
  void theResourceIsLookedAt(String condition) throws Exception {
    assertThat(PatientReads.identity(policy("", condition))).isTrue();
    assertThat(PatientReads.identity(policy("== Fhir::Organization::\"head\"", "true"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "resource is Fhir::Organization",
        "resource has patient && resource.patient == Fhir::Patient::\"vip\"",
      })
  void theResourceIsNotLookedAt(String condition) throws Exception {
    assertThat(PatientReads.identity(policy("", condition))).isFalse();
    assertThat(PatientReads.identity(policy("is Fhir::Organization", condition))).isFalse();
  }

  private static Policy policy(String scope, String condition) throws Exception {
    return PolicyParser.parse(
            "permit (principal, action, resource %s) when { %s };".formatted(scope, condition))
        .policies()
        .iterator()
        .next();
  }
}
