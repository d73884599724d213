package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/**
 * {@code Prefer: handling=strict}: an unknown search parameter is an error (FHIR R4 §3.1.1.1.3).
 */
class StrictHandlingTest {
  private final FhirClassifier classifier = FhirClassifier.create();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Observation?nosuch=1",
        "/Observation?nosuch:exact=1",
        "/Observation?code:nosuch=1",
        "/Observation?subject.nosuch=1",
        "/Observation?subject:Patient.nosuch=1",
        "/Observation?nosuch:Patient.name=1",
        "/Patient?_has:Observation:nosuch:code=1",
        "/Patient?_has:Observation:patient:nosuch=1",
        "/?_type=Patient,Observation&code=1",
        "/?code=1"
      })
  void anUnknownParameterHasNoMeaningWhenStrictAndItsOwnOtherwise(String url) throws Exception {
    assertThat(reason(classifier, url, "handling=strict")).isEqualTo("fhir.parameter-unknown");
    assertThat(reason(classifier, url, "handling=lenient")).isEmpty();
    assertThat(reason(classifier, url, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Observation?code=1&subject:Patient.name:exact=x&_lastUpdated=gt2020&_count=5",
        "/Observation?code:not=1&value-quantity:missing=true",
        "/Patient?_has:Observation:patient:code=1&_sort=name",
        "/Patient?general-practitioner.name=x",
        "/Observation?_include=Observation:subject&_elements=code",
        "/?_type=Patient,Practitioner&name=x",
        "/Patient/1/Observation?category=laboratory"
      })
  void whatR4DefinesIsKnown(String url) throws Exception {
    assertThat(reason(classifier, url, "handling=strict")).isEmpty();
  }

  @Test
  void whatTheServerDefinesItselfIsKnownForItsTypeAlone() throws Exception {
    FhirClassifier wider = classifier.knowing("Patient", "race", "ward");

    assertThat(reason(wider, "/Patient?race=x&ward:exact=7", "handling=strict")).isEmpty();
    assertThat(reason(wider, "/Observation?subject:Patient.race=x", "handling=strict")).isEmpty();
    assertThat(reason(wider, "/Observation?race=x", "handling=strict"))
        .isEqualTo("fhir.parameter-unknown");
  }

  private static String reason(FhirClassifier classifier, String url, String prefer)
      throws RequestRefusedException {
    Map<String, List<String>> headers =
        prefer.isEmpty() ? Map.of() : Map.of("Prefer", List.of(prefer));
    return classifier
        .classify(CanonicalRequest.parse(HttpMethod.GET, url, headers, Body.none()))
        .fold(known -> "", unknown -> unknown.reason().code().code());
  }
}
