package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kinds of search parameters can constrain a scope, and what they let through. */
class GranularKindsTest {

  @ParameterizedTest
  @CsvSource({
    "Encounter/e1, true",
    "https://fhir.example.org/r4/Encounter/e1, true",
    "Encounter/e1/_history/2, true",
    "Encounter/e2, false",
    "encounter/e1, false",
    "https://other.example/Encounter/e1, false",
    "#e1, false",
    "urn:uuid:e1, false",
    "Encounter?identifier=e1, false"
  })
  void aReferenceToAResourceOfThisServerIsExact(String reference, boolean meets) {
    ScopeDecision decision =
        Asked.with("user/Observation.rs?encounter=Encounter/e1").get("/Observation/o");
    String resource =
        "{'resourceType':'Observation','id':'o','encounter':{'reference':'%s'}}"
            .formatted(reference);

    assertThat(Asked.refusal(decision, resource).isEmpty()).isEqualTo(meets);
    assertThat(Asked.refusal(decision, "{'resourceType':'Observation','id':'o'}")).isPresent();
    assertThat(
            Asked.refusal(
                decision,
                "{'resourceType':'Observation','encounter':{'identifier':{'value':'e1'}}}"))
        .isPresent();
  }

  @Test
  void anIdAloneIsExactWhereItCanBeOfOneTypeOnly() {
    ScopeDecision patient = Asked.with("user/Observation.rs?patient=123").get("/Observation/o");
    String own = "{'resourceType':'Observation','subject':{'reference':'Patient/123'}}";
    String group = "{'resourceType':'Observation','subject':{'reference':'Group/123'}}";

    assertThat(Asked.refusal(patient, own)).isEmpty();
    assertThat(Asked.refusal(patient, group)).isPresent();
    assertThat(Asked.reason(Asked.with("user/Observation.rs?subject=123").get("/Observation/o")))
        .isEqualTo(SmartReason.CONSTRAINT_NOT_SUPPORTED);
    ScopeDecision two =
        Asked.with("user/Observation.rs?subject=Group/123,Patient/9").get("/Observation/o");
    assertThat(Asked.refusal(two, group)).isEmpty();
    assertThat(Asked.refusal(two, own)).isPresent();
  }

  @Test
  void aUriIsComparedCharacterByCharacter() {
    ScopeDecision decision =
        Asked.with("user/ValueSet.rs?url=http://example.org/vs").get("/ValueSet/v");

    assertThat(Asked.refusal(decision, valueSet("http://example.org/vs"))).isEmpty();
    for (String other :
        new String[] {"http://example.org/vs/1", "http://example.org/VS", "http://example.org"}) {
      assertThat(Asked.refusal(decision, valueSet(other))).as(other).isPresent();
    }
  }

  private static String valueSet(String url) {
    return "{'resourceType':'ValueSet','id':'v','url':'%s'}".formatted(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation.rs?date=ge2020-01-01",
        "Observation.rs?date=2020",
        "Observation.rs?value-quantity=gt5",
        "Observation.rs?value-string=x",
        "Patient.rs?family=Smith",
        "Patient.rs?telecom=x",
        "RiskAssessment.rs?probability=0.5",
        "Observation.rs?code-value-quantity=x$5",
        "Observation.rs?encounter=https://fhir.example.org/r4/Encounter/e1",
        "Observation.rs?encounter=e1/x",
        "Observation.rs?encounter=Patient/1",
        "Observation.rs?encounter:Encounter=1",
        "Observation.rs?encounter.class=AMB",
        "Observation.rs?_id=1",
        "Observation.rs?_profile=http://example.org/p",
        "Observation.rs?_lastUpdated=gt2020",
        "Observation.rs?_has:Provenance:target:agent=1",
        "Observation.rs?category:not=laboratory"
      })
  void whatServersDecideThemselvesGrantsNothing(String scope) {
    String url = "/" + scope.substring(0, scope.indexOf('.'));

    assertThat(Asked.verdict(Asked.with("user/" + scope).get(url))).isEqualTo("not covered");
    assertThat(Asked.verdict(Asked.with("user/" + scope, "user/*.rs").get(url)))
        .as("and takes nothing from another scope")
        .isEqualTo("covered");
  }

  @Test
  void aReferenceConstraintIsAddedToTheQueryAndHoldsForWrites() {
    String scope = "user/Observation.cruds?encounter=Encounter/e1";
    String inside =
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"encounter\":{\"reference\":\"Encounter/e1\"}}";
    String outside = inside.replace("e1", "e2");

    assertThat(
            Asked.with(scope)
                .get("/Observation?code=1")
                .terms()
                .orElseThrow()
                .narrowing()
                .fragments()
                .get(0)
                .toQuery())
        .isEqualTo("encounter=Encounter%2Fe1");
    assertThat(Asked.verdict(Asked.with(scope).post("/Observation", inside))).isEqualTo("covered");
    assertThat(Asked.verdict(Asked.with(scope).post("/Observation", outside)))
        .isEqualTo("not covered");
    assertThat(Asked.verdict(Asked.with(scope).stored(outside).put("/Observation/o", inside)))
        .isEqualTo("not covered");
    assertThat(Asked.verdict(Asked.with(scope).stored(inside).put("/Observation/o", outside)))
        .isEqualTo("not covered");
    assertThat(Asked.verdict(Asked.with(scope).stored(inside).put("/Observation/o", inside)))
        .isEqualTo("covered");
  }
}
