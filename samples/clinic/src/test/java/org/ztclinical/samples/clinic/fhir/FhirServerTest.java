package org.ztclinical.samples.clinic.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.samples.clinic.RunningClinic;
import org.ztclinical.samples.clinic.personas.Persona;

/** The FHIR server evaluates what it is asked; a server that ignores parameters would leak. */
@ExtendWith(RunningClinic.Parameter.class)
class FhirServerTest {

  private static final String BROWSER_APP = "http://localhost:3000";

  private final RunningClinic clinic;

  FhirServerTest(RunningClinic clinic) {
    this.clinic = clinic;
  }

  @Test
  void patientsKeepTheIdsOfTheSet() {
    HttpResponse<String> answer = clinic.get("/Patient/" + clinic.patientWithLogin());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(clinic.json(answer).path("id").asText()).isEqualTo(clinic.patientWithLogin());
    assertThat(clinic.json(answer).path("birthDate").asText()).isEqualTo("1973-06-10");
  }

  @Test
  void searchBySubjectFindsThatSubjectOnly() {
    String subject = "Patient/" + clinic.patientWithLogin();

    List<JsonNode> found = resources("/Observation?_count=50&subject=" + subject);

    assertThat(found).hasSizeGreaterThan(10);
    assertThat(found)
        .allSatisfy(
            observation ->
                assertThat(observation.path("subject").path("reference").asText())
                    .isEqualTo(subject));
  }

  @Test
  void searchForSomebodyWhoIsNotThereFindsNothing() {
    assertThat(resources("/Observation?subject=Patient/999")).isEmpty();
  }

  @Test
  void severalParametersAllCount() {
    String subject = "subject=Patient/" + clinic.patientWithLogin();

    int all = total("/Observation?_summary=count&" + subject);
    int weights =
        total("/Observation?_summary=count&code=http%3A%2F%2Floinc.org%7C29463-7&" + subject);
    int early = total("/Observation?_summary=count&date=lt1900&" + subject);

    assertThat(weights).isPositive().isLessThan(all);
    assertThat(early).isZero();
  }

  @Test
  void unknownParameterIsRefusedAndNotIgnored() {
    assertThat(clinic.get("/Observation?no-such-parameter=1").statusCode()).isEqualTo(400);
  }

  @Test
  void staffAndTheirTeamsAreThere() {
    assertThat(clinic.get("/Practitioner/clinic-attending").statusCode()).isEqualTo(200);
    assertThat(
            resources(
                "/CareTeam?participant=Practitioner/clinic-attending&subject=Patient/"
                    + clinic.patientWithLogin()))
        .hasSize(1);
  }

  @Test
  void everyReferenceOfThePatientLeadsSomewhere() {
    List<JsonNode> found =
        resources(
            "/Encounter?_count=5&_include=Encounter:location&_include=Encounter:service-provider"
                + "&subject=Patient/"
                + clinic.patientWithLogin());

    assertThat(found)
        .extracting(resource -> resource.path("resourceType").asText())
        .contains("Encounter", "Location", "Organization");
  }

  @Test
  void addressesInAnswersComeFromTheSettingsAndNotFromTheCaller() {
    HttpResponse<String> answer = clinic.get("/Patient?_count=1");

    assertThat(clinic.json(answer).path("entry").path(0).path("fullUrl").asText())
        .startsWith(clinic.fhirBase() + "/Patient/");
    assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Patient?_format=ttl", "/Patient?_format=application/x-turtle"})
  void formatsThatCannotBeWrittenAreRefused(String path) {
    HttpResponse<String> answer = clinic.get(path);

    assertThat(answer.statusCode()).isIn(400, 406);
    assertThat(answer.body()).contains("OperationOutcome").doesNotContain("Exception");
  }

  @Test
  void brokenBodyIsTheCallersFault() {
    HttpResponse<String> answer =
        clinic.send(
            HttpRequest.newBuilder(URI.create(clinic.fhirBase() + "/Observation"))
                .header("Authorization", "Bearer " + clinic.token(Persona.ATTENDING))
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString("{broken")));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("\tat ");
  }

  @Test
  void pathOutsideOfFhirTellsNothing() {
    HttpResponse<String> answer =
        clinic.send(HttpRequest.newBuilder(URI.create(clinic.fhirBase()).resolve("/nothing-here")));

    assertThat(answer.statusCode()).isIn(401, 404);
    assertThat(answer.body()).doesNotContainIgnoringCase("tomcat").doesNotContain("Exception");
  }

  @Test
  void healthIsUpWithoutLogin() {
    HttpResponse<String> answer =
        clinic.send(HttpRequest.newBuilder(URI.create(clinic.fhirBase()).resolve("/health")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(clinic.json(answer).path("status").asText()).isEqualTo("UP");
  }

  @Test
  void discoveryNamesTheAuthorizationServerAndSha256Only() {
    HttpResponse<String> answer =
        clinic.send(
            HttpRequest.newBuilder(
                    URI.create(clinic.fhirBase() + "/.well-known/smart-configuration"))
                .header("Origin", "https://any-app.example"));
    JsonNode found = clinic.json(answer);

    assertThat(allowedOrigin(answer)).hasValue("*");
    assertThat(found.path("issuer").asText()).isEqualTo(clinic.issuer());
    assertThat(found.path("code_challenge_methods_supported"))
        .extracting(JsonNode::asText)
        .containsExactly("S256");
    for (String endpoint : List.of("jwks_uri", "authorization_endpoint", "token_endpoint")) {
      assertThat(found.path(endpoint).asText()).startsWith(clinic.issuer() + "/oauth2/");
    }
  }

  @Test
  void browserAppsOfKnownOriginsMayReadRecords() {
    HttpResponse<String> known = clinic.send(recordAskedForBy(BROWSER_APP));
    HttpResponse<String> other = clinic.send(recordAskedForBy("https://evil.example"));

    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(allowedOrigin(known)).hasValue(BROWSER_APP);
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(allowedOrigin(other)).isEmpty();
  }

  private HttpRequest.Builder recordAskedForBy(String origin) {
    return HttpRequest.newBuilder(
            URI.create(clinic.fhirBase() + "/Patient/" + clinic.patientWithLogin()))
        .header("Authorization", "Bearer " + clinic.token(Persona.ATTENDING))
        .header("Origin", origin);
  }

  private static Optional<String> allowedOrigin(HttpResponse<String> answer) {
    return answer.headers().firstValue("Access-Control-Allow-Origin");
  }

  private List<JsonNode> resources(String path) {
    HttpResponse<String> answer = clinic.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    List<JsonNode> resources = new ArrayList<>();
    for (JsonNode entry : clinic.json(answer).path("entry")) {
      resources.add(entry.path("resource"));
    }
    return resources;
  }

  private int total(String path) {
    HttpResponse<String> answer = clinic.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return clinic.json(answer).path("total").asInt(-1);
  }
}
