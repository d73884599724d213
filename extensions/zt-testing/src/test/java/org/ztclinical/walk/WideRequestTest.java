package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Decision;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.reason.Layer;
import org.ztclinical.request.HttpMethod;

/** Requests that touch as much as one request can: what policies are asked has an end. */
class WideRequestTest {
  private static final String ALL = "@id(\"all\") permit (principal, action, resource);";

  /** Decided at the last type that an include of anything can reach. */
  private static final String LAST_NEEDS_MFA =
      """
      @id("last")
      @reason("needs two factors")
      forbid (principal, action, resource is Fhir::VisionPrescription)
      unless { context.authentication.mfa };
      """;

  @TempDir Path directory;

  @Test
  void theEntriesOfTheLargestBatchShareOneBudgetOfQuestions() throws Exception {
    try (Clinic clinic = clinic(ALL)) {
      clinic.working(
          clearance -> {
            int asked =
                JsonReader.of(JsonLimits.forResources())
                    .readObject(clearance.toPerform().body().bytes())
                    .array("entry")
                    .size();
            return Response.json(200, answers(asked));
          });

      Guarded guarded =
          clinic.send(
              HttpMethod.POST,
              clinic.token("user/*.cruds", token -> token),
              "/fhir",
              json(batch(10_000, i -> "Encounter?_include=*&patient=" + patients(i))));

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(clinic.runs).hasValue(1);
      assertThat(codes(guarded)).containsExactly("policy.too-wide");
      assertThat(text(guarded).split("\"200\"", -1).length - 1).isBetween(1, 20);
      assertThat(text(guarded).split("403 Forbidden", -1).length - 1).isGreaterThan(9_900);
    }
  }

  @Test
  void aDenialIsNotJudgedAgainForMoreThanTheBudgetOfQuestions() throws Exception {
    try (Clinic clinic = clinic(ALL, LAST_NEEDS_MFA)) {
      String token = clinic.token("user/*.cruds", t -> t);

      Guarded one = clinic.get(token, "/fhir/Encounter?_include=*&patient=" + patients(0));
      Guarded many =
          clinic.send(
              HttpMethod.POST,
              token,
              "/fhir",
              json(batch(10_000, i -> "Encounter?_include=*&patient=" + patients(i))));

      assertThat(one.response().status()).isEqualTo(401);
      assertThat(codes(one)).contains("policy.stronger-authentication");
      assertThat(many.response().status()).isEqualTo(403);
      assertThat(codes(many))
          .contains("policy.too-wide")
          .doesNotContain("policy.stronger-authentication");
    }
  }

  private Clinic clinic(String... policies) {
    return new Clinic(
        directory,
        settings ->
            settings.policies(
                PolicySource.of(new PolicyText("wide.cedar", String.join("\n", policies)))));
  }

  /** As many as one entry may be about without being too wide by itself. */
  private static String patients(int entry) {
    return IntStream.range(0, 65).mapToObj(i -> entry + "-" + i).collect(Collectors.joining(","));
  }

  private static String batch(int entries, IntFunction<String> url) {
    return IntStream.range(0, entries)
        .mapToObj(i -> "{\"request\":{\"method\":\"GET\",\"url\":\"" + url.apply(i) + "\"}}")
        .collect(
            Collectors.joining(
                ",", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[", "]}"));
  }

  private static String answers(int entries) {
    return IntStream.range(0, entries)
        .mapToObj(
            i ->
                "{\"resource\":{\"resourceType\":\"Bundle\",\"type\":\"searchset\"},"
                    + "\"response\":{\"status\":\"200\"}}")
        .collect(
            Collectors.joining(
                ",", "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[", "]}"));
  }

  private static List<String> codes(Guarded guarded) {
    return ((Decision) guarded.outcome())
        .explanation().of(Layer.DATA).reasons().stream().map(r -> r.code().code()).toList();
  }
}
