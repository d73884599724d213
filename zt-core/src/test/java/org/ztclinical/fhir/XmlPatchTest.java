package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/** XML Patch is classified without being looked into (FHIR R4 §3.1.0.6, RFC 5261). */
class XmlPatchTest {
  private static final String PATCH =
      "<diff xmlns:f=\"http://hl7.org/fhir\"><replace sel=\"f:Patient/f:active/@value\">false"
          + "</replace></diff>";

  @Test
  void itIsAPatchWithItsText() throws Exception {
    FhirRequest request = known(PATCH, StandardCharsets.UTF_8);

    assertThat(request.interaction()).isEqualTo(Interaction.PATCH);
    assertThat(request.xmlPatch()).contains(PATCH);
    assertThat(request.resource()).isEmpty();
    assertThat(request.joins()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient?name=x", "Patient&#63;name=x", "Patient&#x3f;name=x"})
  void aReferenceThatMayBeByCriteriaIsTakenForOne(String reference) throws Exception {
    String patch =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + PATCH.replace("false", "<reference value=\"" + reference + "\"/>");

    assertThat(known(patch, StandardCharsets.UTF_8).joins())
        .singleElement()
        .satisfies(join -> assertThat(join.types()).containsExactly(Join.ANY_TYPE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<!DOCTYPE diff [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><diff/>",
        "<?xml version=\"1.0\" encoding=\"UTF-7\"?><diff/>",
        "<?xml version=\"1.0\" encoding='ISO-8859-1'?><diff/>"
      })
  void whatCouldBeReadInTwoWaysOrReachOutIsRefused(String text) throws Exception {
    assertThat(classify(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Unclassified.class);
  }

  @Test
  void otherEncodingsAndLargePatchesAreRefused() throws Exception {
    assertThat(classify(PATCH.getBytes(StandardCharsets.UTF_16))).isInstanceOf(Unclassified.class);
    assertThat(classify(("<a>é</a>").getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Unclassified.class);
    String large = "<diff>" + " ".repeat(XmlPatch.MAX_BYTES) + "</diff>";
    assertThat(classify(large.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Unclassified.class);
  }

  @Test
  void inABatchItComesAsABinary() throws Exception {
    String data = Base64.getEncoder().encodeToString(PATCH.getBytes(StandardCharsets.UTF_8));
    String bundle =
        """
        {"resourceType":"Bundle","type":"batch","entry":[{
          "resource":{"resourceType":"Binary","contentType":"application/xml-patch+xml",
            "data":"%s"},
          "request":{"method":"PATCH","url":"Patient/1"}}]}
        """
            .formatted(data);

    FhirRequest batch =
        (FhirRequest)
            classify(
                "/",
                HttpMethod.POST,
                Body.of("application/fhir+json", bundle.getBytes(StandardCharsets.UTF_8)));

    assertThat(((FhirRequest) batch.entries().get(0)).xmlPatch()).contains(PATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation.subject.resolve().name",
        "Observation.subject.`resolve`()",
        "Observation.subject.`re\\\\u0073olve`()"
      })
  void aFhirPathPatchThatLeavesTheResourceReadsAnything(String path) throws Exception {
    String patch =
        """
        {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
          {"name":"type","valueCode":"delete"},{"name":"path","valueString":"%s"}]}]}
        """;

    assertThat(fhirPath(patch.formatted(path)).joins()).hasSize(1);
    assertThat(fhirPath(patch.formatted("Observation.note")).joins()).isEmpty();
  }

  private static FhirRequest fhirPath(String patch) throws RequestRefusedException {
    return (FhirRequest)
        classify(
            "/Observation/1",
            HttpMethod.PATCH,
            Body.of("application/fhir+json", patch.getBytes(StandardCharsets.UTF_8)));
  }

  private static FhirRequest known(String text, Charset charset) throws RequestRefusedException {
    return (FhirRequest) classify(text.getBytes(charset));
  }

  private static Classified classify(byte[] bytes) throws RequestRefusedException {
    return classify("/Patient/1", HttpMethod.PATCH, Body.of(XmlPatch.MEDIA_TYPE, bytes));
  }

  private static Classified classify(String url, HttpMethod method, Body body)
      throws RequestRefusedException {
    return FhirClassifier.create().classify(CanonicalRequest.parse(method, url, Map.of(), body));
  }
}
