package org.ztclinical.hapiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.testing.TestToken;

/**
 * A plain HAPI server over HTTP: what it has stored decides confined writes and patches, and
 * whether a clinician needs a reason. Its providers ignore search parameters they do not know, so
 * that every search for a care team finds all of them.
 */
class StoredFactsOverHttpTest {
  private static final String OBSERVATION =
      """
      {"resourceType":"Observation","id":"%s","status":"preliminary","code":{"text":"pulse"},
       "subject":{"reference":"Patient/%s"}}""";
  private static final String TEAM =
      """
      {"resourceType":"CareTeam","id":"team","status":"active",
       "subject":{"reference":"Patient/mine"},
       "participant":[{"member":{"reference":"Practitioner/dr"}}]}""";
  private static final String PATCH =
      """
      {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
        {"name":"type","valueCode":"replace"},
        {"name":"path","valueString":"Observation.%s"},
        {"name":"value",%s}]}]}""";

  @TempDir static Path auditDirectory;
  private static ProtectedHapi server;

  @BeforeAll
  static void start() throws Exception {
    server = new ProtectedHapi(auditDirectory);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void store() {
    server.patients.clear();
    server.teams.clear();
    server.observations.clear();
    for (String id : new String[] {"mine", "other"}) {
      server.patients.store(
          ProtectedHapi.parse(
              Patient.class, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}"));
      server.observations.store(
          ProtectedHapi.parse(Observation.class, OBSERVATION.formatted("of-" + id, id)));
    }
    server.teams.store(ProtectedHapi.parse(CareTeam.class, TEAM));
  }

  @Test
  void aConfinedUpdateStaysWithThePatientBeforeAndAfter() throws Exception {
    String token = server.token("patient/Observation.cruds", physicianWith("mine"));

    assertThat(put(token, "of-mine", "mine").statusCode()).isEqualTo(200);
    assertThat(put(token, "of-mine", "other").statusCode()).isEqualTo(403);
    assertThat(put(token, "of-other", "mine").statusCode()).isEqualTo(403);
    assertThat(put(token, "of-nobody", "mine").statusCode()).isEqualTo(403);
    assertThat(subject("of-mine")).isEqualTo("Patient/mine");
    assertThat(subject("of-other")).isEqualTo("Patient/other");
  }

  @Test
  void aConfinedPatchStaysWithThePatientBeforeAndAfter() throws Exception {
    String token = server.token("patient/Observation.cruds", physicianWith("mine"));
    String status = PATCH.formatted("status", "\"valueCode\":\"final\"");
    String move = PATCH.formatted("subject.reference", "\"valueString\":\"Patient/other\"");

    assertThat(patch(token, "of-mine", status).statusCode()).isEqualTo(200);
    assertThat(patch(token, "of-mine", move).statusCode()).isEqualTo(403);
    assertThat(patch(token, "of-other", status).statusCode()).isEqualTo(403);
    assertThat(server.observations.stored("of-mine").getStatus().toCode()).isEqualTo("final");
    assertThat(server.observations.stored("of-other").getStatus().toCode())
        .isEqualTo("preliminary");
    assertThat(subject("of-mine")).isEqualTo("Patient/mine");
  }

  @Test
  void clinicianReadsPatientsTheyTreatAndOthersForAReason() throws Exception {
    String token = server.token("user/*.rs", physician());
    String other = "/Patient/other";

    assertThat(server.get(token, "/Patient/mine").statusCode()).isEqualTo(200);
    HttpResponse<String> asked = server.get(token, other);
    assertThat(asked.statusCode()).isEqualTo(403);
    assertThat(asked.body()).contains("obligation.justification-required");
    assertThat(server.getBecause("unconscious in trauma room 2", token, other).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aTeamThatEndedLetsNobodyIn() throws Exception {
    String token = server.token("user/*.rs", physician());
    server.teams.store(
        ProtectedHapi.parse(CareTeam.class, TEAM.replace("\"active\"", "\"inactive\"")));

    assertThat(server.get(token, "/Patient/mine").statusCode()).isEqualTo(403);
  }

  @Test
  void aTeamOfOthersLetsNobodyInThoughEverySearchFindsIt() throws Exception {
    String token =
        server.token("user/*.rs", token1 -> physician().apply(token1).fhirUser("Practitioner/x"));

    assertThat(server.get(token, "/Patient/mine").statusCode()).isEqualTo(403);
  }

  private static UnaryOperator<TestToken> physician() {
    return token -> token.roles("physician").fhirUser("Practitioner/dr").mfa();
  }

  private static UnaryOperator<TestToken> physicianWith(String patient) {
    return token -> physician().apply(token).patient(patient);
  }

  private static HttpResponse<String> put(String token, String id, String patient)
      throws Exception {
    return server.send("PUT", token, "/Observation/" + id, OBSERVATION.formatted(id, patient));
  }

  private static HttpResponse<String> patch(String token, String id, String body) throws Exception {
    return server.send("PATCH", token, "/Observation/" + id, body);
  }

  private static String subject(String id) {
    return server.observations.stored(id).getSubject().getReference();
  }
}
