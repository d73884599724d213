package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;

class ReferenceTest {
  private static final ServerBase BASE = ServerBase.of("https://fhir.example.org/r4");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient/123",
        "Patient/123/_history/2",
        "https://fhir.example.org/r4/Patient/123",
        "https://fhir.example.org/r4/Patient/123/_history/2"
      })
  void literalReferenceBelowOurBaseIsLocal(String text) {
    assertThat(Reference.parse(text, BASE)).contains(new Reference("Patient", "123"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "123",
        "Patient",
        "Patient/",
        "/Patient/123",
        "./Patient/123",
        "../Patient/123",
        "patient/123",
        "Patients/123",
        "Patient/123/",
        "Patient/123/_history",
        "Patient/123/_history/",
        "Patient/123/_history/2/",
        "Patient/123/Observation/1",
        "Patient/123#x",
        "Patient/123|2",
        "Patient/123?x=y",
        "Patient?identifier=123",
        "Patient/1_2",
        "#p1",
        "urn:uuid:11111111-1111-4111-8111-111111111111",
        "urn:Patient/123",
        "https://fhir.example.org/Patient/123",
        "https://fhir.example.org/r4//Patient/123",
        "https://fhir.example.org/r4x/Patient/123",
        "https://fhir.example.org:443/r4/Patient/123",
        "https://fhir.example.org.evil.org/r4/Patient/123",
        "https://evil.org/r4/Patient/123",
        "https://evil.org/https://fhir.example.org/r4/Patient/123",
        "http://fhir.example.org/r4/Patient/123",
        "HTTPS://fhir.example.org/r4/Patient/123",
        "https://fhir.example.org/R4/Patient/123"
      })
  void everythingElseIsNotLocal(String text) {
    assertThat(Reference.parse(text, BASE)).isEmpty();
  }

  @Test
  void logicalReferenceIsNotLocal() {
    JsonObject identifier = new JsonObject(Map.of("value", new JsonString("123")));
    JsonObject element =
        new JsonObject(Map.of("type", new JsonString("Patient"), "identifier", identifier));

    assertThat(Reference.of(element, BASE)).isEmpty();
  }

  @Test
  void idIsNotPrinted() {
    assertThat(new Reference("Patient", "123").toString()).doesNotContain("123");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fhir.example.org",
        "ftp://fhir.example.org",
        "https:///r4",
        "https://user@fhir.example.org/r4",
        "https://fhir.example.org/r4?x=y",
        "https://fhir.example.org/r4#x",
        "not a url"
      })
  void baseThatIsNoPlainUrlIsRefused(String url) {
    assertThatThrownBy(() -> ServerBase.of(url)).isInstanceOf(IllegalArgumentException.class);
  }
}
