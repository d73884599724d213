package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/**
 * What may not be seen and what does not exist cost the same: as many questions of what is stored,
 * calls of the application and records on disk. What differs in these differs in time.
 */
class UniformWorkTest {
  private static final String SHIELDING =
      """
      @id("staff") permit (principal in Clinical::Role::"staff", action, resource);
      @id("vip")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"2" };
      """;

  @TempDir Path directory;

  /** All that a caller can see of an answer, and all that took time to give it. */
  private record Trace(
      int status,
      Map<String, List<String>> headers,
      String body,
      List<String> lookedUp,
      int performed,
      List<String> recorded) {}

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "HEAD, ''",
    "GET, /_history",
    "GET, /_history/1",
    "PUT, ''",
    "PATCH, ''",
    "DELETE, ''"
  })
  void anothersRecordAndNoneCostTheSame(HttpMethod method, String rest) throws Exception {
    String scopes = "patient/Observation.cruds";

    Trace there = trace("there", method, rest, scopes, settings -> settings);
    Trace absent = trace("absent", method, rest, scopes, settings -> settings);

    assertThat(there).isEqualTo(absent);
    assertThat(there.status()).isIn(403, 404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "HEAD, ''",
    "GET, /_history",
    "GET, /_history/1",
    "PUT, ''",
    "PATCH, ''",
    "DELETE, ''"
  })
  void aRecordThatPoliciesShieldAndNoneCostTheSame(HttpMethod method, String rest)
      throws Exception {
    UnaryOperator<ZeroTrustBuilder> shielding =
        settings -> settings.policies(PolicySource.of(new PolicyText("p.cedar", SHIELDING)));

    for (String scopes : List.of("user/Observation.cruds", "patient/Observation.cruds")) {
      Trace there = trace("there", method, rest, scopes, shielding);
      Trace absent = trace("absent", method, rest, scopes, shielding);

      assertThat(there).as(scopes).isEqualTo(absent);
      assertThat(there.status()).isIn(403, 404);
    }
  }

  private Trace trace(
      String id,
      HttpMethod method,
      String rest,
      String scopes,
      UnaryOperator<ZeroTrustBuilder> settings)
      throws Exception {
    StoredRecords stored = new StoredRecords().of("Observation", "there", "2");
    Path log = directory.resolve(id + scopes.length());
    try (Clinic clinic =
        new Clinic(log, it -> settings.apply(it.resourceLookup(stored))).working(stored::answer)) {
      String token = clinic.token(scopes, t -> t.patient("1").claim("roles", List.of("staff")));
      Guarded answer =
          clinic.send(method, token, "/fhir/Observation/" + id + rest, body(method, id));
      clinic.zeroTrust.close();
      List<String> recorded = new ArrayList<>();
      AuditReader.forEach(log, entry -> recorded.add(entry.record().getClass().getSimpleName()));
      return new Trace(
          answer.response().status(),
          answer.response().headers(),
          Clinic.text(answer),
          stored.lookedUp.stream().map(what -> what.replace(id, "")).toList(),
          clinic.runs.get(),
          recorded);
    }
  }

  private static Body body(HttpMethod method, String id) {
    return switch (method) {
      case PUT ->
          Clinic.json(
              "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"subject\":{\"reference\":\"Patient/1\"}}"
                  .formatted(id));
      case PATCH ->
          Body.of(
              "application/json-patch+json",
              "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"final\"}]"
                  .getBytes(StandardCharsets.UTF_8));
      default -> Body.none();
    };
  }
}
