package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.enforce.NoSecrets.OPEN;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCheckTest {
  private static final EntryRule CONFINED =
      new EntryRule(NoSecrets.FILTER, false, true, false, true, false);
  private static final EntryRule WRITE_ONLY =
      new EntryRule(NoSecrets.FILTER, true, true, false, false, false);

  private final ResponseCheck check = new ResponseCheck(Limits.standard(), NoSecrets.NAMES);

  @Test
  void aResourceThatMayLeaveLeavesByteForByte() {
    Response answer = Response.json(200, "{\"resourceType\":\"Patient\",  \"id\":\"a\"}");

    Checked checked = check.check(answer, CONFINED);

    assertThat(checked.response().body()).isSameAs(answer.body());
    assertThat(checked.released().resources()).hasSize(1);
  }

  @Test
  void aRefusedResourceReadsLikeAnAbsentOne() {
    Response refused =
        check
            .check(
                Response.of(
                    200,
                    Map.of(
                        "Content-Type", List.of("application/fhir+json"),
                        "ETag", List.of("W/\"7\""),
                        "Last-Modified", List.of("yesterday")),
                    bytes("{\"resourceType\":\"Patient\",\"id\":\"secret-1\"}")),
                CONFINED)
            .response();
    Response absent =
        check
            .check(
                Response.json(
                    404,
                    "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"Patient/secret-1\"}]}"),
                CONFINED)
            .response();

    assertThat(refused.status()).isEqualTo(absent.status()).isEqualTo(404);
    assertThat(refused.body()).isEqualTo(absent.body());
    assertThat(refused.headers()).isEqualTo(absent.headers());
  }

  @Test
  void refusedEntriesAreRemovedAndTheTotalWithThem() {
    Checked checked =
        check.check(
            Response.json(
                200,
                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":2,\"entry\":["
                    + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"a\"}},"
                    + "{\"fullUrl\":\"x/secret-2\",\"resource\":{\"resourceType\":\"Observation\",\"id\":\"secret-2\"}}]}"),
            OPEN);

    assertThat(text(checked)).contains("\"a\"").doesNotContain("secret").doesNotContain("total");
    assertThat(checked.released().withheld()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Bundle\",",
        " {\n \"resourceType\" : \"Bundle\",",
        "{\"resourceType\":\"\\u0042undle\",",
        "{\"resource\\u0054ype\":\"Bundle\",",
        "{\"id\":\"page\",\"resourceType\":\"Bundle\","
      })
  void aListIsCheckedHoweverItSaysThatItIsOne(String beginning) {
    Checked checked =
        check.check(
            Response.json(
                200,
                beginning
                    + "\"type\":\"searchset\",\"entry\":["
                    + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"a\"}},"
                    + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"secret-2\"}}]}"),
            OPEN);

    assertThat(text(checked)).contains("\"a\"").doesNotContain("secret");
    assertThat(checked.released().resources()).hasSize(1);
    assertThat(checked.released().withheld()).isEqualTo(1);
  }

  @Test
  void aTotalThatTheApplicationCountedOverMoreIsRemoved() {
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":2}";

    assertThat(text(check.check(Response.json(200, bundle), CONFINED))).doesNotContain("total");
    assertThat(text(check.check(Response.json(200, bundle), OPEN))).contains("total");
  }

  @Test
  void aTotalInAHeaderLeavesWhereOneInTheBundleDoes() {
    String entry = "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"%s\"}}";
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[%s]}";
    String late = "{\"entry\":[%s],\"type\":\"searchset\",\"resourceType\":\"Bundle\"}";

    for (String form : List.of(bundle, late)) {
      Response seen = counted(form.formatted(entry.formatted("a")));
      Response removed = counted(form.formatted(entry.formatted("secret")));

      assertThat(check.check(seen, OPEN).response().headers())
          .containsKeys("ETag", "X-Total-Count", "Digest");
      for (Checked checked :
          List.of(
              check.check(seen, CONFINED),
              check.check(removed, OPEN),
              check.check(removed, CONFINED))) {
        assertThat(checked.response().status()).isEqualTo(200);
        assertThat(checked.response().headers()).containsOnlyKeys("Content-Type");
      }
    }
  }

  private static Response counted(String bundle) {
    return Response.of(
        200,
        Map.of(
            "Content-Type", List.of("application/fhir+json"),
            "ETag", List.of("W/\"7\""),
            "X-Total-Count", List.of("2"),
            "Digest", List.of("sha-256=x")),
        bytes(bundle));
  }

  @Test
  void aDeletionInAHistoryIsShownOnlyToWhoSeesEverything() {
    String history =
        "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":["
            + "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/gone\"}}]}";

    assertThat(text(check.check(Response.json(200, history), CONFINED))).doesNotContain("gone");
    assertThat(text(check.check(Response.json(200, history), OPEN))).contains("gone");
  }

  @Test
  void aHistoryOfWhichNothingMayBeSeenReadsLikeNone() {
    String none = "{\"resourceType\":\"Bundle\",\"type\":\"history\"}";
    String another =
        "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":["
            + "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"secret\"}}]}";
    Response absent = check.check(Response.empty(404), CONFINED).response();

    for (String history : List.of(none, another)) {
      Response told = check.check(Response.json(200, history), CONFINED).response();

      assertThat(told.status()).isEqualTo(absent.status());
      assertThat(told.body()).isEqualTo(absent.body());
    }
    assertThat(check.check(Response.json(200, none), OPEN).response().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"document", "message", "collection", "", "subscription-notification"})
  void otherBundlesLeaveWholeOrNotAtAll(String type) {
    Checked checked =
        check.check(
            Response.json(
                200,
                "{\"resourceType\":\"Bundle\",\"type\":\""
                    + type
                    + "\",\"entry\":["
                    + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"a\"}},"
                    + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"secret-2\"}}]}"),
            OPEN);

    assertThat(checked.response().status()).isEqualTo(404);
    assertThat(checked.released().resources()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Two readings of one document: which resource would the client see?
        "{\"resourceType\":\"Patient\",\"id\":\"secret\",\"id\":\"a\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"a\"}{}",
        "[]",
        "not json",
        "\uFEFF{\"resourceType\":\"Patient\",\"id\":\"a\"}"
      })
  void anAnswerWithoutExactlyOneReadingIsWithheld(String body) {
    Checked checked = check.check(Response.json(200, body), OPEN);

    assertThat(checked.aborted()).isTrue();
    assertThat(checked.response().status()).isEqualTo(500);
    assertThat(text(checked)).doesNotContain("Patient");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/fhir+xml", "application/octet-stream", ""})
  void anAnswerOfAnotherMediaTypeIsWithheld(String mediaType) {
    Response answer =
        Response.of(
            200,
            Map.of("Content-Type", List.of(mediaType)),
            bytes("{\"resourceType\":\"Patient\",\"id\":\"a\"}"));

    assertThat(check.check(answer, OPEN).aborted()).isTrue();
  }

  @Test
  void anEncodedAnswerIsWithheld() {
    Response answer =
        Response.of(
            200,
            Map.of(
                "Content-Type", List.of("application/fhir+json"),
                "Content-Encoding", List.of("gzip")),
            bytes("{\"resourceType\":\"Patient\",\"id\":\"a\"}"));

    assertThat(check.check(answer, OPEN).aborted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "206, application/fhir+json, ''",
    "206, application/fhir+json, bytes 0-39/4000",
    "200, application/fhir+json, bytes 0-39/4000",
    "206, multipart/byteranges, ''",
    "200, application/fhir+json;charset=UTF-16, ''",
    "200, application/fhir+json; Charset = utf-7, ''",
    "200, application/fhir+xml;charset=\"ISO-8859-1\", ''"
  })
  void aPartOfAnAnswerAndOneInAnotherCharsetAreWithheld(int status, String type, String range) {
    Map<String, List<String>> headers = new HashMap<>(Map.of("Content-Type", List.of(type)));
    if (!range.isEmpty()) {
      headers.put("Content-Range", List.of(range));
    }
    Response answer =
        Response.of(status, headers, bytes("{\"resourceType\":\"Patient\",\"id\":\"a\"}"));

    assertThat(check.check(answer, OPEN).aborted()).isTrue();
  }

  @Test
  void anAnswerAboveTheLimitIsWithheld() {
    ResponseCheck small = new ResponseCheck(new Limits(100, 30, 100), NoSecrets.NAMES);

    assertThat(
            small
                .check(Response.json(200, "{\"resourceType\":\"Patient\",\"id\":\"aaaaaa\"}"), OPEN)
                .aborted())
        .isTrue();
  }

  @Test
  void whatMayOnlyBeWrittenIsNotRead() {
    Checked checked =
        check.check(Response.json(201, "{\"resourceType\":\"Patient\",\"id\":\"a\"}"), WRITE_ONLY);

    assertThat(checked.response().status()).isEqualTo(201);
    assertThat(checked.response().body()).isEmpty();
    assertThat(checked.response().header("Content-Type")).isEmpty();
    assertThat(checked.released().resources()).isEmpty();
  }

  @Test
  void aResourceInsideParametersIsCheckedAtAnyDepth() {
    Checked checked =
        check.check(
            Response.json(
                200,
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"x\",\"part\":["
                    + "{\"name\":\"y\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"secret\"}}]}]}"),
            OPEN);

    assertThat(checked.response().status()).isEqualTo(404);
  }

  @Test
  void aBundleHiddenInAnEntryIsRemoved() {
    Checked checked =
        check.check(
            Response.json(
                200,
                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":"
                    + "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":"
                    + "{\"resourceType\":\"Patient\",\"id\":\"secret\"}}]}}]}"),
            OPEN);

    assertThat(text(checked)).doesNotContain("secret");
  }

  @Test
  void aResourceHiddenInAnOutcomeIsRemoved() {
    Checked checked =
        check.check(
            Response.json(
                200,
                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":"
                    + "{\"resourceType\":\"Patient\",\"id\":\"a\"},\"response\":{\"outcome\":"
                    + "{\"resourceType\":\"Patient\",\"id\":\"secret\"}}}]}"),
            OPEN);

    assertThat(text(checked)).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 304, 307})
  void aRedirectIsWithheld(int status) {
    Response answer =
        Response.of(status, Map.of("Location", List.of("https://elsewhere.example/")), new byte[0]);

    Checked checked = check.check(answer, OPEN);

    assertThat(checked.aborted()).isTrue();
    assertThat(checked.response().header("Location")).isEmpty();
  }

  @Test
  void anEmptyAnswerToAReadIsWithheldWithItsHeaders() {
    Response answer = Response.of(200, Map.of("ETag", List.of("W/\"7\"")), new byte[0]);

    Checked checked = check.check(answer, CONFINED);

    assertThat(checked.aborted()).isTrue();
    assertThat(checked.response().header("ETag")).isEmpty();
    assertThat(check.check(answer, WRITE_ONLY).response().header("ETag")).isPresent();
  }

  @Test
  void theApplicationsOwnWordsReachOnlyWhoSeesEverything() {
    String outcome =
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"references secret-9\"}]}";

    assertThat(text(check.check(Response.json(409, outcome), CONFINED))).doesNotContain("secret");
    assertThat(text(check.check(Response.json(409, outcome), OPEN))).contains("secret-9");
    assertThat(text(check.check(Response.json(500, outcome), OPEN))).doesNotContain("secret");
    EntryRule mayOnlyWrite = new EntryRule(NoSecrets.FILTER, true, false, true, false, false);
    assertThat(text(check.check(Response.json(422, outcome), mayOnlyWrite)))
        .doesNotContain("secret");
    assertThat(text(check.check(Response.json(404, outcome), OPEN))).doesNotContain("secret");
  }

  private static String text(Checked checked) {
    return new String(checked.response().body(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
