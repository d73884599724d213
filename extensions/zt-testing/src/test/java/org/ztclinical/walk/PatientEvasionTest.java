package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonObject;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;

/** Ways to be judged by another patient than the one whose record is reached. */
class PatientEvasionTest {
  private static final String STAFF =
      "@id(\"staff\") permit (principal in Clinical::Role::\"staff\", action, resource);\n";
  private static final String SHIELDED =
      """
      @id("shielded")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;
  private static final String TREATING =
      """
      @id("treating")
      permit (principal in Clinical::Role::"staff", action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"p1" };
      """;
  private static final String RESULT =
      """
      {"resourceType":"Parameters","parameter":[{"name":"diagnosis","valueString":"secret"}]}""";
  private static final Body NAMING_A_SHIELDED_ONE =
      json(
          """
          {"resourceType":"Parameters","parameter":[
            {"name":"observation","valueReference":{"reference":"Observation/vips"}}]}""");

  @TempDir Path directory;

  private final StoredRecords stored =
      new StoredRecords()
          .of("Observation", "vips", "vip")
          .of("Encounter", "vips", "vip")
          .of("Encounter", "p1s", "p1");

  @Test
  void aParameterOfAnOperationDoesNotSayWhoseRecordItIs() throws Exception {
    for (String policies : List.of(STAFF + SHIELDED, TREATING)) {
      try (Clinic clinic = clinic(policies).answering(RESULT)) {
        Guarded answer = get(clinic, "Encounter/vips/$all?patient=Patient/p1");

        assertThat(answer.response().status()).isIn(403, 404);
        assertThat(text(answer)).doesNotContain("secret");
      }
    }
  }

  @Test
  void aPageTokenBesideAnOperationOrAHistoryDoesNotSayWhoseRecordItIs() throws Exception {
    try (Clinic clinic = clinic(STAFF + SHIELDED)) {
      clinic.answering(
          """
          {"resourceType":"Bundle","type":"searchset","link":[
            {"relation":"next","url":"https://fhir.example/fhir?_getpages=abc"}],"entry":[
            {"resource":{"resourceType":"Observation","id":"o1",
              "subject":{"reference":"Patient/p1"}}}]}""");
      assertThat(get(clinic, "Observation?patient=Patient/p1").response().status()).isEqualTo(200);

      clinic.answering(RESULT);
      assertThat(text(get(clinic, "Encounter/vips/$all?_getpages=abc"))).doesNotContain("secret");
      clinic.answering(
          """
          {"resourceType":"Bundle","type":"history","entry":[
            {"resource":{"resourceType":"Observation","id":"vips",
              "subject":{"reference":"Patient/p1"},"note":[{"text":"secret"}]}}]}""");
      assertThat(text(get(clinic, "Observation/vips/_history?_getpages=abc")))
          .doesNotContain("secret");
    }
  }

  @Test
  void whatDecidesOverAnAnswerWithoutBeingInItMayBeAboutAnyone() throws Exception {
    try (Clinic clinic = clinic(STAFF + SHIELDED)) {
      clinic.answering("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}");
      int before = clinic.performed.size();

      for (String search :
          List.of(
              "Medication?_has:MedicationRequest:medication:patient=Patient/vip",
              "Location?_has:Encounter:location:patient=vip",
              "Observation?patient=Patient/p1&encounter.subject=Patient/vip")) {
        assertThat(get(clinic, search).response().status()).as(search).isEqualTo(403);
      }

      assertThat(clinic.performed).hasSize(before);
      assertThat(get(clinic, "MedicationRequest?medication.code=x").response().status())
          .as("a medication is nobody's record")
          .isEqualTo(200);
    }
  }

  @Test
  void anOperationOfATypeMayBeAboutAnyone() throws Exception {
    try (Clinic clinic = clinic(STAFF + SHIELDED)) {
      clinic.answering("{\"resourceType\":\"OperationOutcome\"}");

      Guarded answer =
          clinic.send(
              HttpMethod.POST, token(clinic), "/fhir/Observation/$purge", NAMING_A_SHIELDED_ONE);

      assertThat(answer.response().status()).isEqualTo(403);
      assertThat(clinic.performed).isEmpty();
    }
  }

  @Test
  void entriesOfOneBatchShareTheLookupsOfScopesToo() throws Exception {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 1_500; i++) {
      entries
          .append(i == 0 ? "" : ",")
          .append("{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/x" + i + "\"}}");
    }
    Body batch =
        json("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entries + "]}");
    try (Clinic clinic = clinic(STAFF)) {
      String confined =
          clinic.token(
              "patient/*.cruds", token -> token.patient("p1").claim("roles", List.of("staff")));

      clinic.send(HttpMethod.POST, confined, "/fhir", batch);

      assertThat(stored.lookedUp).hasSize(1_000);
    }
  }

  @Test
  void scopesAndPoliciesLookAtTheSameStoredResource() throws Exception {
    StoredRecords changing = new StoredRecords().of("Observation", "o1", "p1");
    ResourceLookup lookup =
        (type, id) -> {
          Optional<JsonObject> found = changing.find(type, id);
          changing.of("Observation", "o1", "vip");
          return found;
        };
    try (Clinic clinic =
        Clinic.decidedBy(
            directory, settings -> settings.resourceLookup(lookup), STAFF + SHIELDED)) {
      String confined =
          clinic.token(
              "patient/*.cruds", token -> token.patient("p1").claim("roles", List.of("staff")));

      Guarded first = clinic.send(HttpMethod.DELETE, confined, "/fhir/Observation/o1", Body.none());
      assertThat(first.outcome()).isInstanceOf(Permit.class);
      assertThat(changing.lookedUp).containsExactly("Observation/o1");
      Guarded later = clinic.send(HttpMethod.DELETE, confined, "/fhir/Observation/o1", Body.none());
      assertThat(later.outcome()).isInstanceOf(Denial.class);
      assertThat(changing.lookedUp).hasSize(2);
    }
  }

  @Test
  void aPatchIsJudgedByOneLook() throws Exception {
    try (Clinic clinic = clinic(STAFF + SHIELDED)) {
      Body patch =
          Body.of(
              "application/json-patch+json",
              "[{\"op\":\"add\",\"path\":\"/status\",\"value\":\"final\"}]"
                  .getBytes(StandardCharsets.UTF_8));
      stored.of("Observation", "p1s", "p1");
      String confined =
          clinic.token(
              "patient/*.cruds", token -> token.patient("p1").claim("roles", List.of("staff")));

      assertThat(clinic.send(HttpMethod.PATCH, confined, "/fhir/Observation/p1s", patch).outcome())
          .isInstanceOf(Permit.class);

      assertThat(stored.lookedUp).containsExactly("Observation/p1s");
    }
  }

  private static Guarded get(Clinic clinic, String path) throws Exception {
    return clinic.get(token(clinic), "/fhir/" + path);
  }

  private static String token(Clinic clinic) {
    return clinic.token("user/*.cruds", token -> token.claim("roles", List.of("staff")));
  }

  private Clinic clinic(String policies) {
    Path own = directory.resolve(Integer.toHexString(policies.hashCode()));
    return new Clinic(
            own,
            settings ->
                settings
                    .policies(PolicySource.of(new PolicyText("p.cedar", policies)))
                    .allowOperation(
                        OperationRule.ofType("Observation", "purge")
                            .needing("Observation", Permission.DELETE, Permission.READ))
                    .allowOperation(
                        OperationRule.ofInstance("Encounter", "all")
                            .needing("Encounter", Permission.READ))
                    .resourceLookup(stored))
        .working(stored::answer);
  }
}
