package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form a reference to the patient can have, against the compartment and against writes. */
class ReferenceFormsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          "reference":"Patient/123"                                              > true
          "reference":"Patient/123/_history/7"                                   > true
          "reference":"https://fhir.example.org/r4/Patient/123"                  > true
          "reference":"https://fhir.example.org/r4/Patient/123/_history/7"       > true
          "reference":"Patient/123","identifier":{"value":"x"},"type":"Group"    > true
          "reference":"https://fhir.example.org/Patient/123"                     > false
          "reference":"https://other.example/r4/Patient/123"                     > false
          "reference":"HTTPS://fhir.example.org/r4/Patient/123"                  > false
          "reference":"https://fhir.example.org/r4//Patient/123"                 > false
          "reference":"/Patient/123"                                             > false
          "reference":"Patient/123/_history/"                                    > false
          "reference":"Patient/123/_history/1/x"                                 > false
          "reference":"Patient/123#x"                                            > false
          "reference":"Patient/123?x"                                            > false
          "reference":"#123"                                                     > false
          "reference":"123"                                                      > false
          "reference":"urn:uuid:2f0d6b1e-0000-4000-8000-000000000123"            > false
          "reference":"urn:oid:1.2.3"                                            > false
          "identifier":{"system":"urn:mrn","value":"123"},"type":"Patient"       > false
          "display":"Patient/123"                                                > false
          "reference":["Patient/123"]                                            > false
          """)
  void onlyAReferenceToThisServerIsMembershipForReadsAndWrites(String element, boolean member) {
    String resource =
        "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{" + element.strip() + "}}";
    String own =
        "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/123\"}}";

    assertThat(Asked.refusal(scopes().get("/Condition/c"), resource).isEmpty()).isEqualTo(member);
    assertThat(isCovered(scopes().post("/Condition", resource))).isEqualTo(member);
    assertThat(isCovered(scopes().stored(own).put("/Condition/c", resource))).isEqualTo(member);
    assertThat(isCovered(scopes().stored(resource).put("/Condition/c", own))).isEqualTo(member);
    assertThat(isCovered(scopes().stored(resource).delete("/Condition/c"))).isEqualTo(member);
    for (String bundle : new String[] {"batch", "transaction"}) {
      assertThat(isCovered(scopes().post("/", bundle(bundle, resource)))).isEqualTo(member);
    }
  }

  @Test
  void aContainedPatientIsNobodysRecord() {
    String resource =
        "{\"resourceType\":\"Condition\",\"id\":\"c\",\"contained\":[{\"resourceType\":\"Patient\","
            + "\"id\":\"123\"}],\"subject\":{\"reference\":\"#123\"}}";

    assertThat(Asked.refusal(scopes().get("/Condition/c"), resource)).isPresent();
    assertThat(isCovered(scopes().post("/Condition", resource))).isFalse();
  }

  @Test
  void aPatientCreatedInTheSameTransactionIsNotTheOneInContext() {
    String urn = "urn:uuid:2f0d6b1e-0000-4000-8000-000000000123";
    String condition =
        "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"" + urn + "\"}}";
    String patient = "{\"resourceType\":\"Patient\",\"id\":\"123\"}";
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"fullUrl\":\""
            + urn
            + "\",\"resource\":"
            + patient
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}},{\"resource\":"
            + condition
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Condition\"}}]}";

    assertThat(isCovered(scopes().post("/", bundle))).isFalse();
    assertThat(isCovered(Asked.with("user/*.cruds").post("/", bundle))).isTrue();
  }

  private static String bundle(String type, String resource) {
    return "{\"resourceType\":\"Bundle\",\"type\":\""
        + type
        + "\",\"entry\":[{\"resource\":"
        + resource
        + ",\"request\":{\"method\":\"POST\",\"url\":\"Condition\"}}]}";
  }

  private static Asked scopes() {
    return Asked.with("patient/*.cruds");
  }

  private static boolean isCovered(ScopeDecision decision) {
    return Asked.verdict(decision).equals("covered");
  }
}
