package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;

/** What the application is told of the client's preferences (RFC 7240). */
class PreferWalkTest {
  private static final Body PATIENT = Clinic.json("{\"resourceType\":\"Patient\"}");

  @TempDir Path directory;

  @Test
  void aWriteThatMayNotBeReadIsPerformedWithReturnMinimal() throws Exception {
    assertThat(performed("user/Patient.c", HttpMethod.POST, "/fhir/Patient", PATIENT, ""))
        .containsExactly("return=minimal");
    assertThat(
            performed(
                "user/Patient.c",
                HttpMethod.POST,
                "/fhir/Patient",
                PATIENT,
                "return=representation"))
        .containsExactly("return=minimal");
  }

  @Test
  void aWriteThatMayBeReadKeepsWhatTheClientPrefers() throws Exception {
    assertThat(performed("user/Patient.cr", HttpMethod.POST, "/fhir/Patient", PATIENT, ""))
        .isEmpty();
    assertThat(
            performed(
                "user/Patient.cr",
                HttpMethod.POST,
                "/fhir/Patient",
                PATIENT,
                "return=OperationOutcome"))
        .containsExactly("return=OperationOutcome");
  }

  @Test
  void aBatchOfWritesThatMayNotBeReadIsPerformedWithReturnMinimal() throws Exception {
    Body batch =
        Clinic.json(
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":"
                + "{\"resourceType\":\"Patient\"},\"request\":"
                + "{\"method\":\"POST\",\"url\":\"Patient\"}}]}");

    assertThat(performed("user/Patient.c", HttpMethod.POST, "/fhir", batch, ""))
        .containsExactly("return=minimal");
    assertThat(performed("user/Patient.cr", HttpMethod.POST, "/fhir", batch, "")).isEmpty();
  }

  @Test
  void asynchronousAnswersAreAskedForByExportsAlone() throws Exception {
    assertThat(
            performed("user/*.rs", HttpMethod.GET, "/fhir/Patient", Body.none(), "respond-async"))
        .isEmpty();
    assertThat(
            performed(
                "user/*.cruds",
                HttpMethod.POST,
                "/fhir/Patient",
                PATIENT,
                "respond-async, return=minimal"))
        .containsExactly("return=minimal");
    assertThat(
            performed("system/*.rs", HttpMethod.GET, "/fhir/$export", Body.none(), "respond-async"))
        .containsExactly("respond-async");
  }

  @Test
  void strictHandlingRefusesASearchByAnUnknownParameter() throws Exception {
    UnaryOperator<ZeroTrustBuilder> settings = it -> it.searchParameters("Patient", "ward");
    try (Clinic clinic = new Clinic(directory, settings)) {
      clinic.answering("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}");

      assertThat(search(clinic, "nosuch=1", "handling=strict").response().status()).isEqualTo(400);
      assertThat(clinic.runs).hasValue(0);
      assertThat(search(clinic, "nosuch=1", "handling=lenient").response().status()).isEqualTo(200);
      assertThat(search(clinic, "ward=1", "handling=strict").response().status()).isEqualTo(200);
      assertThat(clinic.performed.get(1).headers("prefer")).containsExactly("handling=strict");
    }
  }

  @Test
  void strictHandlingReachesTheEntriesOfABatch() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[{\"resource\":"
              + "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"},\"response\":{\"status\":\"200\"}}]}");

      Guarded strict = searches(clinic, "batch", "handling=strict");
      assertThat(strict.response().status()).isEqualTo(200);
      assertThat(Clinic.text(strict)).contains("\"403 Forbidden\"", "\"200\"");
      assertThat(new String(clinic.performed.get(0).body().bytes(), StandardCharsets.UTF_8))
          .contains("Patient?name=a")
          .doesNotContain("nosuch");
      assertThat(searches(clinic, "transaction", "handling=strict").response().status())
          .isEqualTo(403);
      assertThat(clinic.runs).hasValue(1);
      searches(clinic, "batch", "handling=lenient");
      assertThat(new String(clinic.performed.get(1).body().bytes(), StandardCharsets.UTF_8))
          .contains("Patient?name=a", "nosuch");
    }
  }

  private static Guarded searches(Clinic clinic, String type, String prefer) throws Exception {
    return clinic.send(
        HttpMethod.POST,
        clinic.token("user/*.rs", t -> t),
        "/fhir",
        Map.of("Prefer", List.of(prefer)),
        Clinic.json(
            "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[".formatted(type)
                + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?name=a\"}},"
                + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?nosuch=1\"}}]}"));
  }

  private static Guarded search(Clinic clinic, String query, String prefer) throws Exception {
    return clinic.send(
        HttpMethod.GET,
        clinic.token("user/*.rs", t -> t),
        "/fhir/Patient?" + query,
        Map.of("Prefer", List.of(prefer)),
        Body.none());
  }

  /** The Prefer field of the request that the application was handed. */
  private List<String> performed(
      String scope, HttpMethod method, String url, Body body, String prefer) throws Exception {
    Path log =
        directory.resolve(
            Integer.toHexString(
                (scope + url + prefer + new String(body.bytes(), StandardCharsets.UTF_8))
                    .hashCode()));
    try (Clinic clinic =
        new Clinic(log, settings -> settings.allowOperation(OperationRule.bulkExport()))) {
      clinic.send(
          method,
          clinic.token(scope, t -> t),
          url,
          prefer.isEmpty() ? Map.of() : Map.of("Prefer", List.of(prefer)),
          body);
      return clinic.performed.get(0).headers("prefer");
    }
  }
}
