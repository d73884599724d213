package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.smart.ReleaseFilter;

/** OperationOutcomes of the application: what they carry, and who reads their words. */
class OutcomeWordsTest {
  private static final ReleaseFilter ALL = resource -> Optional.empty();
  private static final EntryRule OPEN = new EntryRule(ALL, false, false, true, true, false);
  private static final EntryRule CONFINED = new EntryRule(ALL, false, true, true, true, false);
  private static final EntryRule BY_ID = new EntryRule(ALL, false, true, true, true, true);
  private static final EntryRule WRITING = new EntryRule(ALL, false, true, true, false, false);

  private static final String WORDS =
      "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"warning\","
          + "\"code\":\"processing\",\"diagnostics\":\"see SECRET\"}]}";
  private static final String PLAIN = "{\"resourceType\":\"Observation\",\"id\":\"plain\"}";

  private final ResponseCheck check = new ResponseCheck(Limits.standard(), NoSecrets.NAMES);

  @Test
  void wordsReachOnlyWhoIsNotConfined() {
    assertThat(text(check.check(Response.json(200, WORDS), OPEN))).isEqualTo(WORDS);
    assertThat(text(check.check(Response.json(200, WORDS), CONFINED))).doesNotContain("SECRET");
    assertThat(text(check.check(list(WORDS, PLAIN), OPEN))).contains("SECRET", "plain");
    assertThat(text(check.check(list(WORDS, PLAIN), CONFINED)))
        .contains("plain")
        .doesNotContain("SECRET", "OperationOutcome");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"SECRET\"}]",
        "\"contained\":\"SECRET\"",
        "\"issue\":[{\"severity\":\"error\",\"x\":{\"resourceType\":\"Patient\",\"id\":\"SECRET\"}}]",
        "\"x\":[[{\"resourceType\":\"Patient\",\"id\":\"SECRET\"}]]",
      })
  void toNobodyAnOutcomeCarriesOtherResources(String carried) {
    String before = "{" + carried + ",\"resourceType\":\"OperationOutcome\"}";
    String after = "{\"resourceType\":\"OperationOutcome\"," + carried + "}";
    for (String outcome : List.of(before, after)) {
      for (Response answer :
          List.of(
              Response.json(200, outcome),
              Response.json(201, outcome),
              Response.json(422, outcome),
              list(outcome),
              list(parameters(outcome)))) {
        assertThat(text(check.check(answer, OPEN))).doesNotContain("SECRET");
      }
    }
  }

  @Test
  void anEntryWithTheWordsOfTheApplicationBesideItsResourceStays() {
    Response answer =
        Response.json(
            200,
            "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[{\"resource\":"
                + PLAIN
                + ",\"response\":{\"status\":\"200\",\"outcome\":"
                + WORDS
                + "}},{\"resource\":"
                + PLAIN.replace("plain", "other")
                + "}]}");

    assertThat(text(check.check(answer, OPEN))).contains("SECRET", "plain", "other");
    assertThat(text(check.check(answer, CONFINED)))
        .contains("other")
        .doesNotContain("SECRET", "plain");
  }

  @Test
  void whatWasWrittenWasWrittenWhateverTheOutcomeSays() {
    Response created =
        Response.of(
            201,
            Map.of(
                "Content-Type", List.of("application/fhir+json"),
                "Location", List.of("https://fhir.example/fhir/Observation/1")),
            WORDS.getBytes(StandardCharsets.UTF_8));

    Response told = check.check(created, WRITING).response();

    assertThat(told.status()).isEqualTo(201);
    assertThat(told.header("Location")).isPresent();
    assertThat(new String(told.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"information\","
                + "\"code\":\"informational\",\"diagnostics\":\"The request was completed.\"}]}");
  }

  @Test
  void inXmlOurWordsAreJsonAsEver() {
    String xml =
        "<OperationOutcome xmlns=\"http://hl7.org/fhir\"><contained><Patient><id value=\"SECRET\"/>"
            + "</Patient></contained><issue><severity value=\"error\"/></issue></OperationOutcome>";
    Response answer =
        Response.of(
            200,
            Map.of("Content-Type", List.of("application/fhir+xml")),
            xml.getBytes(StandardCharsets.UTF_8));

    for (EntryRule rule : List.of(OPEN, CONFINED)) {
      Response told = check.check(answer, rule).response();
      assertThat(told.mediaType()).isEqualTo("application/fhir+json");
      assertThat(new String(told.body(), StandardCharsets.UTF_8)).doesNotContain("SECRET");
    }
  }

  @Test
  void anOutcomeInThePlaceOfAResourceThatWasNamedReadsLikeNone() {
    Response instead = check.check(Response.json(200, WORDS), BY_ID).response();
    Response absent = check.check(Response.json(404, WORDS), BY_ID).response();

    assertThat(instead.status()).isEqualTo(404);
    assertThat(instead.headers()).isEqualTo(absent.headers());
    assertThat(instead.body()).isEqualTo(absent.body());
  }

  private static String parameters(String resource) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"x\",\"resource\":"
        + resource
        + "}]}";
  }

  private static Response list(String... resources) {
    return Response.json(
        200,
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":"
            + String.join("},{\"resource\":", resources)
            + "}]}");
  }

  private static String text(Checked checked) {
    return new String(checked.response().body(), StandardCharsets.UTF_8);
  }
}
