package org.ztclinical.samples.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ztclinical.samples.clinic.personas.Persona;

/**
 * What the JPA server of this JVM has stored decides: confined writes, patches, who treats whom.
 */
@ExtendWith(RunningClinic.Parameter.class)
class StoredFactsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String TREATING_ONLY =
      """
      @id("allergies-for-treating-staff")
      @reason("allergies are for who treats the patient")
      forbid (principal, action, resource is Fhir::AllergyIntolerance)
      when { resource has patient }
      unless { context.relationshipKinds.contains(Clinical::RelationshipKind::"care-team") };
      """;
  private static final String MOVE =
      """
      {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
        {"name":"type","valueCode":"replace"},
        {"name":"path","valueString":"Observation.%s"},
        {"name":"value","%s"}]}]}""";

  private final RunningClinic clinic;

  StoredFactsTest(RunningClinic clinic) {
    this.clinic = clinic;
  }

  @Test
  void aConfinedPatchIsPermittedAsLongAsTheResourceStaysWithThePatient() {
    String patient = clinic.otherPatient();
    String token = launchedFor(patient);
    String own = observationOf(patient);
    String foreign = observationOf(clinic.thirdPatient());

    await(() -> patch(token, own, MOVE.formatted("status", "valueCode\":\"amended")), 200);
    assertThat(read(own).path("status").asText()).isEqualTo("amended");

    String toOther = "valueString\":\"Patient/" + clinic.thirdPatient();
    assertThat(patch(token, own, MOVE.formatted("subject.reference", toOther)).statusCode())
        .isEqualTo(403);
    assertThat(
            patch(token, foreign, MOVE.formatted("status", "valueCode\":\"amended")).statusCode())
        .isEqualTo(403);
    assertThat(read(own).path("subject").path("reference").asText())
        .isEqualTo("Patient/" + patient);
    assertThat(read(foreign).path("status").asText()).isEqualTo("final");
  }

  @Test
  void aPolicyLetsTreatingStaffSeeMoreThanOthers() throws Exception {
    String treated =
        clinic
            .json(clinic.get("/CareTeam?participant=Practitioner/clinic-attending"))
            .findPath("subject")
            .path("reference")
            .asText();
    String other =
        treated.endsWith(clinic.thirdPatient()) ? clinic.otherPatient() : clinic.thirdPatient();
    Path added = clinic.policyFolder().resolve("treating.cedar");
    Files.writeString(added, TREATING_ONLY);
    try {
      await("/AllergyIntolerance?patient=Patient/" + other, 403);
      await("/AllergyIntolerance?patient=" + treated, 200);
      await("/Condition?patient=Patient/" + other, 200);
      assertThat(clinic.get("/AllergyIntolerance?patient=Patient/" + other).statusCode())
          .isEqualTo(403);
    } finally {
      Files.delete(added);
      await("/AllergyIntolerance?patient=Patient/" + other, 200);
    }
  }

  private void await(String path, int status) {
    await(() -> clinic.get(path), status);
  }

  /**
   * Asks until the answer has this status. On a machine with too much to do, a fact may be late,
   * and what depends on it is then denied.
   */
  private static void await(Supplier<HttpResponse<String>> asking, int status) {
    Instant end = Instant.now().plus(DEADLINE);
    int last = asking.get().statusCode();
    while (last != status && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(PAUSE.toNanos());
      last = asking.get().statusCode();
    }
    assertThat(last).isEqualTo(status);
  }

  private String launchedFor(String patient) {
    return clinic
        .ask(
            Persona.ATTENDING,
            Map.of("scope", "launch patient/Observation.cruds", "launch", patient))
        .accessToken();
  }

  private String observationOf(String patient) {
    return "/Observation/"
        + clinic
            .json(clinic.get("/Observation?_count=1&status=final&patient=" + patient))
            .findPath("resource")
            .path("id")
            .asText();
  }

  private JsonNode read(String path) {
    return clinic.json(clinic.get(path));
  }

  private HttpResponse<String> patch(String token, String path, String body) {
    return clinic.send(
        HttpRequest.newBuilder(URI.create(clinic.fhirBase() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/fhir+json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }
}
