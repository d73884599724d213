package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.fhir.Classifications.classify;
import static org.ztclinical.fhir.Classifications.reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and transactions: each entry by the same rules, none that stands for many. */
class PostedBundleTest {
  private static final String OBSERVATION = "{\"resourceType\":\"Observation\",\"id\":\"o1\"}";

  @Test
  void entriesOfABatchAreReadByTheSameRules() throws Exception {
    String batch =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
          {"request":{"method":"GET","url":"Observation?patient=1"}},
          {"request":{"method":"PUT","url":"Observation/o1"},"resource":%s},
          {"request":{"method":"GET","url":"https://fhir.example.org/r4/Patient/1"}},
          {"request":{"method":"GET","url":"/Patient/1"}},
          {"request":{"method":"GET","url":"Patient/../Patient/1"}},
          {"request":{"method":"TRACE","url":"Patient/1"}},
          {"request":{"url":"Patient/1"}},
          {},
          7]}
        """
            .formatted(OBSERVATION);

    FhirRequest request = (FhirRequest) classify("POST", "/", "application/fhir+json", batch);

    assertThat(request.interaction()).isEqualTo(Interaction.BATCH);
    assertThat(request.entries().get(0)).hasToString("search-type Observation");
    assertThat(request.entries().get(1)).hasToString("update Observation");
    assertThat(request.entries().subList(2, 9)).allMatch(Unclassified.class::isInstance);
  }

  @Test
  void patchInABatchComesAsABinary() throws Exception {
    String batch =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"request":{"method":"PATCH","url":"Observation/o1"},
           "resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="}}]}
        """;

    FhirRequest request = (FhirRequest) classify("POST", "/", "application/fhir+json", batch);

    assertThat(((FhirRequest) request.entries().get(0)).jsonPatch()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?x=y"})
  void bundleWithinABundleIsRefusedAltogether(String url) throws Exception {
    String nested =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
          {"request":{"method":"GET","url":"Patient/1"}},
          {"request":{"method":"POST","url":"%s"},"resource":{"resourceType":"Bundle","type":"batch"}}]}
        """
            .formatted(url);

    Classified classified = classify("POST", "/", "application/fhir+json", nested);

    assertThat(reason(classified)).isEqualTo(FhirReason.BUNDLE_NESTED);
  }

  @Test
  void aBundleOfRequestsIsAnsweredInJsonAlone() throws Exception {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":"
            + "{\"method\":\"GET\",\"url\":\"Patient/1%s\"}}]}";

    assertThat(
            reason(
                classify("POST", "/?_format=xml", "application/fhir+json", bundle.formatted(""))))
        .isEqualTo(FhirReason.FORMAT_NOT_SUPPORTED);
    FhirRequest entries =
        (FhirRequest)
            classify("POST", "/", "application/fhir+json", bundle.formatted("?_format=xml"));
    assertThat(entries.entries().get(0)).isInstanceOf(Unclassified.class);
  }
}
