package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.enforce.NoSecrets.OPEN;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.reason.Reason;

/** Answers that are nearly lists, nearly complete or nearly too large. */
class AnswerEdgesTest {
  private static final String SECRET =
      "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"secret\"}}";
  private static final String SEEN = "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"a\"}}";

  private final ResponseCheck check = new ResponseCheck(Limits.standard(), NoSecrets.NAMES);

  @Test
  void aListThatIsCutOffAnywhereIsWithheld() {
    String json =
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + SEEN + "],\"x\":1}";
    String xml =
        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"searchset\"/><entry><resource><Patient>"
            + "<id value=\"a\"/></Patient></resource></entry></Bundle>";

    assertThat(check.check(Response.json(200, json), OPEN).response().status()).isEqualTo(200);
    assertThat(check.check(xml(xml), OPEN).response().status()).isEqualTo(200);
    for (int length = 1; length < json.length(); length++) {
      withheld(Response.json(200, json.substring(0, length)));
    }
    for (int length = 1; length < xml.length(); length++) {
      withheld(xml(xml.substring(0, length)));
    }
  }

  @Test
  void twoListsOfEntriesAreWithheld() {
    String two = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[%s],\"entry\":%s}";
    withheld(Response.json(200, two.formatted(SEEN, "[" + SECRET + "]")));
    withheld(Response.json(200, two.formatted("", "[]")));
    withheld(Response.json(200, two.formatted(SEEN, SECRET)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"secret\"}",
        "{\"total\":1,\"id\":\"secret\"}",
        "{\"resourceType\":\"Bundle\",\"id\":\"secret\"}",
        "{\"type\":\"searchset\",\"id\":\"secret\"}"
      })
  void whatDoesNotSayThatItIsAListIsCheckedAsWhatItIs(String document) {
    stays(Response.json(200, document));
  }

  @Test
  void inXmlToo() {
    stays(xml("<Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"secret\"/></Bundle>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"searchset", "history", "document", "collection", "message"})
  void entriesThatAreNoListOfEntriesStay(String type) {
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":%s}";
    for (String entries : List.of(SECRET, "\"secret\"", "null", "{}", "1")) {
      stays(Response.json(200, bundle.formatted(entries)));
    }
    if (!type.equals("searchset") && !type.equals("history")) {
      for (String entries : List.of("[1]", "[{}]", "[[" + SEEN + "]]", "[" + SEEN + ",null]")) {
        stays(Response.json(200, bundle.formatted(entries)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"parameter\":%s",
        "\"parameter\":[%s,1]",
        "\"parameter\":[{\"part\":%s}]",
        "\"parameter\":[{\"part\":[{\"part\":%s}]}]",
        "\"parameter\":[{\"resource\":[%s]}]"
      })
  void parametersInAFormThatCannotBeLookedIntoStay(String form) {
    String resource = "{\"resourceType\":\"Patient\",\"id\":\"secret\"}";
    stays(
        Response.json(
            200,
            "{\"resourceType\":\"Parameters\","
                + form.formatted("{\"name\":\"a\",\"resource\":" + resource + "}")
                + "}"));
  }

  @Test
  void linksToFurtherPagesAreTold() {
    String link =
        "\"link\":[{\"relation\":\"next\",\"url\":\"https://fhir.example/fhir?_getpages=%s&x=1\"},"
            + "{\"relation\":\"self\",\"url\":\"https://fhir.example/fhir/Patient\"}";
    String list =
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\","
            + link
            + "],\"entry\":["
            + SEEN
            + "]}";

    assertThat(check.check(Response.json(200, list.formatted("t-1")), OPEN).released().pageTokens())
        .containsExactly("t-1");
    assertThat(PageLinks.in(document("{" + (link + ",1]").formatted("t-2") + "}")))
        .containsExactly("t-2");
    assertThat(PageLinks.in(document("{\"link\":[{\"url\":\"?_getpages=t-3\"}]}")))
        .containsExactly("t-3");
  }

  @Test
  void alsoThoseOfABundleThatWasReadWhole() {
    Released released = new Released();
    String link = "\"link\":[{\"relation\":\"next\",\"url\":\"/fhir?_getpages=t-1\"}]";

    Optional<JsonObject> left =
        new BundleCheck(OPEN, released)
            .check(document("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"," + link + "}"));

    assertThat(left).isPresent();
    assertThat(released.pageTokens()).containsExactly("t-1");
    assertThat(released.withheld()).isZero();
  }

  @Test
  void whatLeavesAndWhatStaysIsCounted() {
    Checked stays =
        check.check(Response.json(200, "{\"resourceType\":\"Patient\",\"id\":\"secret\"}"), OPEN);
    assertThat(stays.released().withheld()).isEqualTo(1);
    assertThat(stays.released().reasons()).contains(EnforceReason.ANSWER_REFUSED);

    Checked bundle =
        check.check(
            Response.json(
                200,
                "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" + SEEN + "]}"),
            OPEN);
    assertThat(bundle.released().resources()).hasSize(2);

    Checked error = check.check(Response.json(404, "{}"), OPEN);
    assertThat(error.released().reasons()).containsExactly(EnforceReason.APPLICATION_ERROR);
  }

  @Test
  void whatStaysAfterAllIsCountedAsStaying() {
    Released released = new Released();
    released.leaves(document("{\"id\":\"a\"}"));
    released.leaves(document("{\"id\":\"b\"}"));
    released.stays(Reason.of(EnforceReason.ANSWER_REFUSED));

    Checked nothing =
        Checked.nothing(Response.empty(404), released, EnforceReason.ANSWER_UNREADABLE);

    assertThat(nothing.released().withheld()).isEqualTo(3);
    assertThat(nothing.released().resources()).isEmpty();
    assertThat(nothing.released().reasons())
        .containsExactly(EnforceReason.ANSWER_REFUSED, EnforceReason.ANSWER_UNREADABLE);
  }

  @Test
  void aPartIsTakenOnce() {
    Released released = new Released();
    released.leaves(document("{\"id\":\"a\"}"));
    released.stays(Reason.of(EnforceReason.ANSWER_REFUSED));
    released.pageLink("t-1");

    Released part = released.takePart();
    Released rest = released.takePart();

    assertThat(part.resources()).hasSize(1);
    assertThat(part.withheld()).isEqualTo(1);
    assertThat(part.reasons()).containsExactly(EnforceReason.ANSWER_REFUSED);
    assertThat(part.pageTokens()).containsExactly("t-1");
    assertThat(rest.resources()).isEmpty();
    assertThat(rest.withheld()).isZero();
    assertThat(rest.reasons()).isEmpty();
    assertThat(rest.pageTokens()).isEmpty();
  }

  @Test
  void anAnswerMayHaveAllTheBytesOfItsLimitAndNoMore() {
    String list = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + SEEN + "]}";
    String single = "{\"resourceType\":\"Patient\",\"id\":\"a\"}";
    String outcome = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"words\"}]}";

    for (String body : List.of(list, single)) {
      assertThat(limited(body.length()).check(Response.json(200, body), OPEN).response().status())
          .isEqualTo(200);
      assertThat(limited(body.length() - 1).check(Response.json(200, body), OPEN).aborted())
          .isTrue();
    }
    assertThat(text(limited(outcome.length()).check(Response.json(422, outcome), OPEN)))
        .contains("words");
    assertThat(text(limited(outcome.length() - 1).check(Response.json(422, outcome), OPEN)))
        .doesNotContain("words");
  }

  private static ResponseCheck limited(int bytes) {
    return new ResponseCheck(new Limits(1_000, bytes, 1_000), NoSecrets.NAMES);
  }

  @Test
  void threeHundredIsARedirectAndFourHundredIsAnError() {
    String outcome = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"words\"}]}";

    withheld(Response.json(300, outcome));
    withheld(Response.json(399, outcome));
    assertThat(text(check.check(Response.json(400, outcome), OPEN))).contains("words");
    assertThat(check.check(Response.json(400, "{}"), OPEN).response().status()).isEqualTo(400);
    assertThat(text(check.check(Response.json(500, outcome), OPEN)))
        .isEqualTo(text(check.check(Response.json(599, outcome), OPEN)))
        .isNotEqualTo(text(check.check(Response.json(499, outcome), OPEN)));
  }

  @Test
  void aResponseCannotBeChangedAndStatesItsTypeOnce() {
    List<String> values = new ArrayList<>(List.of("application/fhir+json"));
    Response response = Response.of(200, Map.of("Content-Type", values), new byte[0]);
    values.add("text/html");

    assertThat(response.headers().get("content-type")).containsExactly("application/fhir+json");
    assertThatThrownBy(() -> response.headers().get("Content-Type").add("text/html"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(response.withHeader("Content-Type", ";charset=UTF-8").mediaType()).isEmpty();
    for (int status : new int[] {200, 599}) {
      assertThat(Response.empty(status).status()).isEqualTo(status);
    }
    for (int status : new int[] {100, 199, 600}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Response.empty(status));
    }
  }

  @Test
  void aLimitIsAPositiveNumber() {
    assertThat(new Limits(1, 1, 1, 1, 1).maxPieceBytes()).isEqualTo(1);
    for (int i = 0; i < 5; i++) {
      int[] sizes = {1, 1, 1, 1, 1};
      sizes[i] = 0;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Limits(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]));
    }
  }

  @Test
  void aLineMayBeAsLongAsALineMayBeHoweverItComes() throws Exception {
    String line = "{\"resourceType\":\"Patient\",\"x\":\"" + "y".repeat(50_000) + "\"}";
    for (String file : List.of(line, line + "\n", line + "\n" + line, line + "\r")) {
      for (int step : new int[] {1_000, file.length()}) {
        boolean returned = file.endsWith("\r");
        assertThat(lines(file, step, line.length() + (returned ? 1 : 0)))
            .as("%d characters by %d", file.length(), step)
            .isEqualTo(file.contains("\n" + line) ? 2 : 1);
        assertThatThrownBy(() -> lines(file, step, line.length() - 1))
            .isInstanceOf(UnreadableAnswerException.class);
      }
    }
  }

  private static int lines(String file, int step, int maxLine) throws Exception {
    Released released = new Released();
    LineWalk walk =
        new LineWalk(
            OPEN,
            NoSecrets.NAMES,
            JsonReader.of(JsonLimits.forResources()),
            released,
            new Leaving(released),
            maxLine);
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += step) {
      walk.feed(bytes, from, Math.min(bytes.length, from + step));
    }
    walk.finish();
    return released.resources().size();
  }

  @Test
  void whatLeavesIsPutTogetherInOrder() throws Exception {
    byte[] body = "0123456789".getBytes(StandardCharsets.US_ASCII);
    Released released = new Released();
    Leaving held = new LeavingHeld(released, body);
    Leaving copied = new Leaving(released);
    for (Leaving leaving : List.of(held, copied)) {
      leaving.write("[");
      leaving.entry(null, body, 2, 5);
      leaving.write(",");
      leaving.write("x".repeat(3_000));
      leaving.entry(new JsonObject(Map.of("id", new JsonString("a"))), body, 7, 10);
      leaving.write("]");
    }

    String expected = "[234," + "x".repeat(3_000) + "789]";
    assertThat(new String(held.toByteArray(), StandardCharsets.US_ASCII)).isEqualTo(expected);
    assertThat(new String(copied.toByteArray(), StandardCharsets.US_ASCII)).isEqualTo(expected);
    assertThat(Arrays.copyOf(copied.bytes(), copied.size())).isEqualTo(copied.toByteArray());
    assertThat(released.resources()).hasSize(2);
    copied.clear();
    assertThat(copied.toByteArray()).isEmpty();
  }

  private void withheld(Response answer) {
    Checked checked = check.check(answer, OPEN);

    assertThat(checked.response().status())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(500);
    assertThat(checked.aborted()).isTrue();
    assertThat(checked.released().resources()).isEmpty();
  }

  private void stays(Response answer) {
    Checked checked = check.check(answer, OPEN);

    assertThat(checked.response().status())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isIn(404, 500);
    assertThat(text(checked)).doesNotContain("secret");
    assertThat(checked.released().resources()).isEmpty();
  }

  private static JsonObject document(String json) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new AssertionError(json, e);
    }
  }

  private static Response xml(String body) {
    return Response.of(
        200,
        Map.of("Content-Type", List.of("application/fhir+xml")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Checked checked) {
    return new String(checked.response().body(), StandardCharsets.UTF_8);
  }
}
