package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.TestToken;

/**
 * Bundles in the walk of a request: batches, entry by entry, and pages, to whom they were given.
 */
class BundleWalkTest {
  private static final UnaryOperator<TestToken> PATIENT_123 = token -> token.patient("123");

  @TempDir Path directory;

  @Test
  void aBatchRunsItsPermittedEntriesAndAnswersAllInOrder() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":["
              + "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"123\"},\"response\":{\"status\":\"200\"}}]}");

      Guarded guarded =
          clinic.send(
              HttpMethod.POST,
              clinic.token("patient/Patient.r", PATIENT_123),
              "/fhir",
              json(
                  "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                      + "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/123\"}},"
                      + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/123\"}}]}"));

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(text(guarded)).containsSubsequence("403", "\"id\":\"123\"");
      assertThat(new String(clinic.performed.get(0).body().bytes(), StandardCharsets.UTF_8))
          .doesNotContain("DELETE");
      assertThat(clinic.log())
          .anyMatch(line -> line.contains("narrowed batch"))
          .anyMatch(line -> line.contains("denied delete") && line.contains("scope."));
    }
  }

  @Test
  void everyRefusedEntryOfABatchIsInTheDecisionsRecord() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String probe = ",{\"request\":{\"method\":\"GET\",\"url\":\"Condition/1\"}}";

      clinic.send(
          HttpMethod.POST,
          clinic.token("patient/Patient.r", PATIENT_123),
          "/fhir",
          json(
              "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                  + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/123\"}}"
                  + probe.repeat(100)
                  + "]}"));

      assertThat(clinic.log())
          .anyMatch(
              line -> line.contains(" decision ") && line.matches(".*scope.not-covered.*\\+69.*"));
    }
  }

  @Test
  void anEntryThatReadsIsAnsweredWithWhatIsThereWhateverTheCallerHasOfIt() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.send(
          HttpMethod.POST,
          clinic.token("patient/*.cruds", PATIENT_123),
          "/fhir",
          json(
              "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                  + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/123\","
                  + "\"ifNoneMatch\":\"W/\\\"1\\\"\",\"ifModifiedSince\":\"2026-01-01\"}},"
                  + "{\"request\":{\"method\":\"GET\",\"url\":\"Observation?code=1\","
                  + "\"ifNoneMatch\":\"W/\\\"1\\\"\"}}]}"));

      // An application that answers "not modified" would read as one that has nothing.
      assertThat(new String(clinic.performed.get(0).body().bytes(), StandardCharsets.UTF_8))
          .contains("\"url\":\"Patient/123\"", "\"url\":\"Observation?code=1\"")
          .doesNotContain("ifNoneMatch", "ifModifiedSince");
    }
  }

  @Test
  void aPageIsServedToWhoWasGivenItsLinkAlone() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String owner = clinic.token("user/*.rs", t -> t.subject("dr-a"));
      String thief = clinic.token("user/*.rs", t -> t.subject("dr-b"));
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\","
              + "\"url\":\"https://fhir.example/fhir?_getpages=abc&_getpagesoffset=20\"}]}");
      String page = "/fhir?_getpages=abc&_getpagesoffset=20";

      assertThat(clinic.get(owner, page).response().status()).isEqualTo(403);
      clinic.get(owner, "/fhir/Observation");

      assertThat(clinic.get(owner, page).response().status()).isEqualTo(200);
      assertThat(clinic.get(thief, page).response().status()).isEqualTo(403);
      Body batch =
          json(
              "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":"
                  + "{\"method\":\"GET\",\"url\":\"?_getpages=abc&_getpagesoffset=20\"}}]}");
      int before = clinic.runs.get();
      assertThat(clinic.send(HttpMethod.POST, thief, "/fhir", batch).response().status())
          .isEqualTo(403);
      assertThat(clinic.runs).hasValue(before);
      clinic.send(HttpMethod.POST, owner, "/fhir", batch);
      assertThat(clinic.runs).hasValue(before + 1);
    }
  }

  @Test
  void oneTokenForEqualSearchesIsThePageOfEachWhoWasGivenIt() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String first = clinic.token("user/*.rs", t -> t.subject("dr-a"));
      String second = clinic.token("user/*.rs", t -> t.subject("dr-b"));
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\","
              + "\"url\":\"https://fhir.example/fhir?_getpages=abc\"}]}");

      clinic.get(first, "/fhir/Observation");
      clinic.get(second, "/fhir/Observation");

      assertThat(clinic.get(first, "/fhir?_getpages=abc").response().status()).isEqualTo(200);
      assertThat(clinic.get(second, "/fhir?_getpages=abc").response().status()).isEqualTo(200);
    }
  }

  @Test
  void whoIsGivenVeryManyPagesLosesOwnOnesAndNobodyElsesDoes() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String quiet = clinic.token("user/*.rs", t -> t.subject("dr-a"));
      String busy = clinic.token("user/*.rs", t -> t.subject("dr-b"));
      clinic.answering(linksTo("abc"));
      clinic.get(quiet, "/fhir/Observation");
      StringBuilder many = new StringBuilder("first");
      for (int i = 0; i < 1_000; i++) {
        many.append("\"},{\"relation\":\"x\",\"url\":\"https://fhir.example/fhir?_getpages=")
            .append(i);
      }

      clinic.answering(linksTo(many.toString()));
      clinic.get(busy, "/fhir/Observation");

      assertThat(clinic.get(busy, "/fhir?_getpages=first").response().status()).isEqualTo(403);
      assertThat(clinic.get(busy, "/fhir?_getpages=999").response().status()).isEqualTo(200);
      assertThat(clinic.get(quiet, "/fhir?_getpages=abc").response().status()).isEqualTo(200);
    }
  }

  private static String linksTo(String page) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\","
        + "\"url\":\"https://fhir.example/fhir?_getpages="
        + page
        + "\"}]}";
  }

  @Test
  void aConstrainedUserDoesNotSeeDeletionsThatCannotBeJudged() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":["
              + "{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/gone\"}}]}");

      Guarded guarded =
          clinic.get(
              clinic.token("user/Observation.r?category=laboratory", t -> t),
              "/fhir/Observation/gone/_history");

      assertThat(text(guarded)).doesNotContain("Observation/gone");
      assertThat(guarded.response().status()).isEqualTo(404);
    }
  }
}
