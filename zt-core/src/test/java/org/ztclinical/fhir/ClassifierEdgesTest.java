package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/** Where one check less would give a request a meaning: what mutation testing asked for. */
class ClassifierEdgesTest {
  private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"1\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /Patient/1",
        "GET /Patient/1/_history/1",
        "GET /Patient/_history",
        "GET /metadata",
        "GET /.well-known/smart-configuration",
        "POST /Patient",
        "PUT /Patient/1",
        "PATCH /Patient/1",
        "DELETE /Patient/1",
        "POST /"
      })
  void everyInteractionRefusesParametersThatItDoesNotDefine(String line) throws Exception {
    assertThat(reason(line)).isEmpty();
    assertThat(reason(line + "?_nosuch=1")).isEqualTo("fhir.parameter-unknown");
    assertThat(reason(line + "?nosuch=1")).isEqualTo("fhir.parameter-unknown");
    assertThat(reason(line + "?_method=DELETE")).isEqualTo("fhir.method-override");
    assertThat(reason(line + "?_pretty=true&_pretty=false")).isEqualTo("fhir.parameter-conflict");
    assertThat(reason(line + "?_format=turtle")).isEqualTo("fhir.format-not-supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /Patient?name=x",
        "PATCH /Patient?name=x",
        "DELETE /Patient?name=x",
        "GET /Patient?name=x",
        "GET /Patient/1/$everything?x=1",
        "GET /Patient/_history?_count=1"
      })
  void noQueryOverridesTheMethodOrSaysTwoThings(String line) throws Exception {
    assertThat(reason(line)).isEmpty();
    assertThat(reason(line + "&_method=DELETE")).isEqualTo("fhir.method-override");
    assertThat(reason(line + "&_pretty=true&_pretty=false")).isEqualTo("fhir.parameter-conflict");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_count=1&_count=2",
        "_total=none&_total=accurate",
        "_summary=count&_summary=false",
        "_elements=a&_elements=b",
        "_getpages=a&_getpages=b",
        "_type=Patient&_type=Group"
      })
  void whatHasOneValueHasOne(String query) throws Exception {
    assertThat(reason("GET /Patient?" + query)).isEqualTo("fhir.parameter-conflict");
    assertThat(reason("GET /Patient?_sort=a&_sort=b&_include=Patient:link&_include=Patient:link"))
        .isEmpty();
    assertThat(reason("GET /Patient?birthdate=ge2000&birthdate=le2001")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /Patient/1",
        "GET /Patient/1/_history/1",
        "GET /Patient/_history",
        "GET /metadata",
        "GET /Patient",
        "DELETE /Patient/1",
        "DELETE /Patient?name=x"
      })
  void whatHasNoBodyRefusesOne(String line) throws Exception {
    assertThat(reason(line, Body.of("application/fhir+json", bytes(PATIENT))))
        .isEqualTo("fhir.body-unexpected");
  }

  @Test
  void anIncludeNamesTypesOfR4() throws Exception {
    assertThat(reason("GET /Patient?_include=Nothing:link")).isEqualTo("fhir.type-unknown");
    assertThat(reason("GET /Patient?_include=Patient:link:Nothing")).isEqualTo("fhir.type-unknown");
    assertThat(reason("GET /Patient?_revinclude=Nothing:link")).isEqualTo("fhir.type-unknown");
    assertThat(reason("GET /Patient?_has:Nothing:link:x=1")).isEqualTo("fhir.type-unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "copy, /subject/reference, 1",
    "move, /subject/reference, 1",
    "copy, /subject/display, 0",
    "add, /subject/reference, 0"
  })
  void aPatchThatTakesAReferenceFromElsewhereMayReadAnything(String op, String path, int joins)
      throws Exception {
    String patch =
        "[{\"op\":\"%s\",\"path\":\"%s\",\"from\":\"/note/0/text\",\"value\":\"x\"}]"
            .formatted(op, path);

    assertThat(
            request("PATCH /Observation/1", Body.of("application/json-patch+json", bytes(patch)))
                .joins())
        .hasSize(joins);
  }

  @Test
  void criteriaWithinAReferenceAreASearchOfTheirOwn() throws Exception {
    String body =
        "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":"
            + "\"Patient?general-practitioner.name=x\"}}";

    assertThat(request("POST /Observation", Body.of("application/fhir+json", bytes(body))).joins())
        .extracting(Join::kind)
        .containsExactly(Join.Kind.CONDITIONAL_REFERENCE, Join.Kind.CHAIN);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /bulk/status/1, STATUS",
    "HEAD, /bulk/status/1, STATUS",
    "DELETE, /bulk/status/1, CANCEL",
    "GET, /bulk/status/1?x=1, STATUS",
    "GET, /bulk/files/1, FILE",
    "GET, /bulk/files/1/2/3/4, FILE",
    "GET, /bulk/files/1/2/3/4/5, ''",
    "DELETE, /bulk/files/1, ''",
    "POST, /bulk/status/1, ''",
    "PUT, /bulk/files/1, ''",
    "GET, /bulk/status, ''",
    "GET, /bulk/files, ''",
    "GET, /bulk/status/1/2, ''",
    "GET, /bulk, ''",
    "GET, /bulk/other/1, ''"
  })
  void exportsAreWhereTheyWereToldToBe(String method, String url, String kind) throws Exception {
    assertThat(kind(BulkRoutes.below("/bulk/status", "/bulk/files"), method, url)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /$export-poll-status?_jobId=1, STATUS",
    "GET, /$export-poll-status?_jobId=1&_pretty=true, STATUS",
    "DELETE, /$export-poll-status?_jobId=1, CANCEL",
    "GET, /$export-poll-status, ''",
    "GET, /$export-poll-status?_jobId=1&_jobId=2, ''",
    "GET, /$export-poll-status?_jobId=1&x=2, ''",
    "GET, /$export-poll-status/1?_jobId=1, ''",
    "POST, /$export-poll-status?_jobId=1, ''",
    "GET, /Binary/1, FILE",
    "HEAD, /Binary/1, FILE",
    "DELETE, /Binary/1, ''",
    "GET, /Binary/1/_history/1, ''",
    "GET, /Binary/1?x=1, ''",
    "GET, /Binary, ''",
    "GET, /Patient/1, ''"
  })
  void hapisExportsAreWhereHapiKeepsThem(String method, String url, String kind) throws Exception {
    assertThat(kind(BulkRoutes.hapi(), method, url)).isEqualTo(kind);
  }

  private static String kind(BulkRoutes routes, String method, String url) throws Exception {
    return routes
        .match(CanonicalRequest.parse(HttpMethod.parse(method), url))
        .map(part -> part.kind().name())
        .orElse("");
  }

  @Test
  void aUrlOfAnExportIsBelowOurBaseAndNoLookAlike() {
    BulkRoutes routes = BulkRoutes.below("/bulk/status", "/bulk/files");
    ServerBase base = ServerBase.of("https://fhir.example.org/r4");

    assertThat(routes.find("https://fhir.example.org/r4/bulk/status/1", base)).isPresent();
    for (String url :
        List.of(
            "/bulk/status/1",
            "bulk/status/1",
            "https://fhir.example.org/bulk/status/1",
            "https://fhir.example.org/r4x/bulk/status/1",
            "https://other.example/r4/bulk/status/1",
            "https://fhir.example.org/r4/bulk/x/../status/1",
            "https://fhir.example.org/r4//bulk/status/1")) {
      assertThat(routes.find(url, base)).as(url).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "9", "-", ".x", "x.", "...", "A-z.0"})
  void anIdIsMadeOfTheseCharacters(String id) {
    assertThat(FhirId.matches(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "@", "[", "`", "{", "/", ":", ",", "_", "a b", "é"})
  void andOfNoOthers(String id) {
    assertThat(FhirId.matches(id)).isFalse();
    assertThat(FhirId.matches("x".repeat(64))).isTrue();
    assertThat(FhirId.matches("x".repeat(65))).isFalse();
  }

  private static String reason(String line) throws RequestRefusedException {
    boolean write = line.startsWith("P");
    String json =
        line.startsWith("POST /?") || line.equals("POST /")
            ? "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}"
            : line.startsWith("PATCH") ? "{\"resourceType\":\"Parameters\"}" : PATIENT;
    return reason(line, write ? Body.of("application/fhir+json", bytes(json)) : Body.none());
  }

  private static String reason(String line, Body body) throws RequestRefusedException {
    return classify(line, body).fold(known -> "", unknown -> unknown.reason().code().code());
  }

  private static FhirRequest request(String line, Body body) throws RequestRefusedException {
    return (FhirRequest) classify(line, body);
  }

  private static Classified classify(String line, Body body) throws RequestRefusedException {
    String[] parts = line.split(" ", 2);
    return FhirClassifier.create()
        .classify(CanonicalRequest.parse(HttpMethod.parse(parts[0]), parts[1], Map.of(), body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
