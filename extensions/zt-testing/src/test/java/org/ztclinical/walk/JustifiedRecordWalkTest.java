package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.request.HttpMethod;

/** What a stated reason opens, in the walk of a request: the record of one patient, by name. */
class JustifiedRecordWalkTest extends BreakGlassWalk {
  private static final String TWO_PATIENTS =
      "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":["
          + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/123\"}},"
          + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/456\"}}]}";

  @Test
  void onlyTheRecordOfTheNamedPatientLeaves() throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":2,\"entry\":["
              + "{\"resource\":"
              + observation("a", "123")
              + "},"
              + "{\"resource\":"
              + observation("b", "456")
              + "}]}");

      Guarded search = stating("unconscious", clinic, "/fhir/Observation?patient=123");

      assertThat(text(search)).contains("Patient/123").doesNotContain("456", "total");
    }
  }

  @Test
  void namingOnePatientDoesNotOpenAResourceOfAnother() throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.answering(observation("b", "456"));

      for (String asked : List.of("/fhir/Observation/b?patient=123", "/fhir/Observation/b")) {
        Guarded read = stating("unconscious", clinic, asked);

        assertThat(read.response().status()).isGreaterThanOrEqualTo(400);
        assertThat(text(read)).doesNotContain("456");
      }
    }
  }

  @Test
  void whoDoesNotExistIsAskedAboutLikeWhoDoes() throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.working(
          clearance ->
              clearance.toPerform().path().text().endsWith("123")
                  ? Response.json(200, "{\"resourceType\":\"Patient\",\"id\":\"123\"}")
                  : Response.json(404, "{\"resourceType\":\"OperationOutcome\"}"));

      Guarded there = clinic.get(emergency(clinic), "/fhir/Patient/123");
      Guarded nobody = clinic.get(emergency(clinic), "/fhir/Patient/nobody");

      assertThat(text(nobody)).isEqualTo(text(there));
      assertThat(nobody.response().headers()).isEqualTo(there.response().headers());
      assertThat(clinic.runs).hasValue(0);
      assertThat(stating("unconscious", clinic, "/fhir/Patient/nobody").response().status())
          .isEqualTo(404);
    }
  }

  @Test
  void whatIsAboutManyCannotBeJustified() throws Exception {
    try (Clinic clinic = clinic()) {
      Guarded guarded = stating("unconscious", clinic, "/fhir/Observation?code=8867-4");

      assertThat(code(guarded)).isEqualTo("obligation.not-one-patient");
      assertThat(text(guarded)).contains("obligation.not-one-patient");
      assertThat(clinic.log()).noneMatch(line -> line.contains("unconscious"));
    }
  }

  @Test
  void oneResourceIsReadWithItsPatientNamed() throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
              + "{\"resource\":"
              + observation("9", "123")
              + "}]}");

      Guarded guarded = stating("unconscious", clinic, "/fhir/Observation?patient=123&_id=9");

      assertThat(text(guarded)).contains("\"id\":\"9\"");
    }
  }

  @Test
  void pagesOfAJustifiedSearchAreJustifiedWithIt() throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\","
              + "\"url\":\"https://fhir.example/fhir?_getpages=page-2\"}],\"entry\":["
              + "{\"resource\":"
              + observation("a", "123")
              + "}]}");
      stating("unconscious", clinic, "/fhir/Observation?patient=123");

      Guarded next = clinic.get(emergency(clinic), "/fhir?_getpages=page-2");

      assertThat(next.response().status()).isEqualTo(200);
      assertThat(text(next)).contains("Patient/123");
    }
  }

  @Test
  void ofABatchTheEntryWithoutAReasonIsRefusedInItsPlace() throws Exception {
    try (Clinic clinic = clinic()) {
      String other = clinic.zeroTrust.audit().pseudonyms().patient("456").toString();
      stating("unconscious", clinic, "/fhir/Patient/123");
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":["
              + "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"123\"},"
              + "\"response\":{\"status\":\"200\"}}]}");

      Guarded guarded = post(clinic, String.format(TWO_PATIENTS, "batch"));

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(text(guarded)).contains("\"id\":\"123\"", "403 Forbidden", REQUIRED);
      assertThat(new String(clinic.performed.get(1).body().bytes(), "UTF-8"))
          .contains("Patient/123")
          .doesNotContain("Patient/456");
      assertThat(clinic.log())
          .anyMatch(line -> line.contains(" narrowed batch ") && line.contains("justified="))
          .anyMatch(
              line ->
                  line.contains(" denied read ")
                      && line.contains("data=denied(" + REQUIRED + ")")
                      && line.contains("patients=" + other));
    }
  }

  @Test
  void aTransactionIsDeniedForOneEntryWithoutAReason() throws Exception {
    try (Clinic clinic = clinic()) {
      stating("unconscious", clinic, "/fhir/Patient/123");

      Guarded guarded = post(clinic, String.format(TWO_PATIENTS, "transaction"));

      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(code(guarded)).isEqualTo(REQUIRED);
      assertThat(clinic.runs).hasValue(1);
      assertThat(accessesToReview()).hasSize(1);
    }
  }

  private static Guarded post(Clinic clinic, String bundle) throws Exception {
    return clinic.send(HttpMethod.POST, emergency(clinic), "/fhir", json(bundle));
  }

  private static String observation(String id, String patient) {
    return "{\"resourceType\":\"Observation\",\"id\":\""
        + id
        + "\",\"subject\":{\"reference\":\"Patient/"
        + patient
        + "\"}}";
  }
}
