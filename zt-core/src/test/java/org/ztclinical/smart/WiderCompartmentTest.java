package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is outside the compartment of R4 unless it is configured by name. */
class WiderCompartmentTest {
  private static final PatientCompartment OFFICIAL = PatientCompartment.official();

  @ParameterizedTest
  @CsvSource({"Task, patient, for", "Device, patient, patient"})
  void aTypeIsOutsideUnlessAParameterIsNamed(String type, String parameter, String element) {
    String own = resource(type, element, "Patient/123");
    String foreign = resource(type, element, "Patient/456");
    PatientCompartment wider = OFFICIAL.with(type, parameter);

    assertThat(Asked.verdict(Asked.with("patient/*.rs").get("/" + type))).isEqualTo("not covered");
    ScopeDecision decision = Asked.with("patient/*.rs").in(wider).get("/" + type);

    assertThat(Asked.verdict(decision)).isEqualTo("narrowed");
    assertThat(decision.terms().orElseThrow().narrowing().fragments())
        .singleElement()
        .satisfies(
            fragment -> assertThat(fragment.toQuery()).isEqualTo(parameter + "=Patient%2F123"));
    assertThat(Asked.refusal(decision, own)).isEmpty();
    assertThat(Asked.refusal(decision, foreign)).isPresent();
    assertThat(Asked.verdict(write(wider, type, own))).isEqualTo("covered");
    assertThat(Asked.verdict(write(wider, type, foreign))).isEqualTo("not covered");
  }

  @Test
  void linkedPatientsAreShownWhenConfiguredButNotWhatBelongsToThem() {
    String linked =
        "{'resourceType':'Patient','id':'456','link':[{'other':{'reference':'Patient/123'}}]}";
    PatientCompartment wider = OFFICIAL.with("Patient", "link");

    assertThat(Asked.reason(Asked.with("patient/*.rs").get("/Patient/456")))
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
    ScopeDecision read = Asked.with("patient/*.rs").in(wider).get("/Patient/456");
    ScopeDecision search = Asked.with("patient/*.rs").in(wider).get("/Patient?_id=456");
    ScopeDecision all = Asked.with("patient/*.rs").in(wider).get("/Patient");
    ScopeDecision observations = Asked.with("patient/*.rs").in(wider).get("/Observation");

    for (ScopeDecision decision : new ScopeDecision[] {read, search, all}) {
      assertThat(Asked.refusal(decision, linked)).isEmpty();
      assertThat(Asked.refusal(decision, "{'resourceType':'Patient','id':'123'}")).isEmpty();
      assertThat(Asked.refusal(decision, "{'resourceType':'Patient','id':'789'}")).isPresent();
    }
    assertThat(all.terms().orElseThrow().narrowing().fragments()).hasSize(2);
    assertThat(all.terms().orElseThrow().totalReliable()).isFalse();
    assertThat(
            Asked.refusal(
                observations,
                "{'resourceType':'Observation','subject':{'reference':'Patient/456'}}"))
        .isPresent();
    assertThat(
            Asked.verdict(
                Asked.with("patient/*.cruds")
                    .in(wider)
                    .stored(linked)
                    .put("/Patient/456", linked.replace('\'', '"'))))
        .as("a record of two patients is not one patient's alone to write")
        .isEqualTo("not covered");
  }

  @Test
  void aParameterThatLeadsToNoPatientIsRefused() {
    assertThatThrownBy(() -> OFFICIAL.with("Task", "owner-organization"))
        .hasMessageContaining("owner-organization");
    assertThatThrownBy(() -> OFFICIAL.with("Task", "status")).hasMessageContaining("Patient");
    assertThatThrownBy(() -> OFFICIAL.with("Nothing", "patient")).hasMessageContaining("Nothing");
  }

  private static ScopeDecision write(PatientCompartment compartment, String type, String body) {
    return Asked.with("patient/*.cruds").in(compartment).post("/" + type, body.replace('\'', '"'));
  }

  private static String resource(String type, String element, String reference) {
    return "{'resourceType':'%s','id':'x','%s':{'reference':'%s'}}"
        .formatted(type, element, reference);
  }
}
