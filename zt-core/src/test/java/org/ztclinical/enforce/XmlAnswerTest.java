package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.enforce.NoSecrets.OPEN;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in XML are checked by the rules of those in JSON. */
class XmlAnswerTest {
  private static final String BUNDLE = "<Bundle xmlns=\"http://hl7.org/fhir\">";

  private final ResponseCheck check = new ResponseCheck(Limits.standard(), NoSecrets.NAMES);

  @Test
  void aResourceThatMayLeaveLeavesByteForByte() {
    Response answer = xml("<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"a\"/></Patient>");

    Checked checked = check.check(answer, OPEN);

    assertThat(checked.response().body()).isSameAs(answer.body());
    assertThat(checked.released().resources()).hasSize(1);
  }

  @Test
  void aRefusedResourceReadsLikeAnAbsentOne() {
    Response refused =
        check
            .check(
                xml("<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"secret\"/></Patient>"),
                OPEN)
            .response();

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.mediaType()).isEqualTo("application/fhir+json");
  }

  @Test
  void refusedEntriesAreRemovedAndTheTotalWithThem() {
    Checked checked =
        check.check(
            xml(
                BUNDLE
                    + "<type value=\"searchset\"/><total value=\"3\"/>"
                    + "<link><relation value=\"next\"/><url value=\"http://x?_getpages=p\"/></link>"
                    + entry("a")
                    + entry("secret-1")
                    + entry("b")
                    + "</Bundle>"),
            OPEN);

    assertThat(text(checked))
        .isEqualTo(
            BUNDLE
                + "<type value=\"searchset\"/>"
                + "<link><relation value=\"next\"/><url value=\"http://x?_getpages=p\"/></link>"
                + entry("a")
                + entry("b")
                + "</Bundle>");
    assertThat(checked.released().withheld()).isEqualTo(1);
    assertThat(checked.released().resources()).hasSize(2);
    assertThat(checked.released().pageTokens()).containsExactly("p");
  }

  @Test
  void aListOfWhichNothingIsRemovedLeavesByteForByte() {
    Response answer =
        xml(BUNDLE + "<type value=\"searchset\"/><total value=\"1\"/>" + entry("a") + "</Bundle>");

    assertThat(check.check(answer, OPEN).response().body()).isSameAs(answer.body());
  }

  @Test
  void aTotalBetweenEntriesDoesNotTellOfThoseThatAreRemovedBehindIt() {
    Checked checked =
        check.check(
            xml(
                BUNDLE
                    + "<type value=\"searchset\"/>"
                    + entry("a")
                    + "<total value=\"2\"/>"
                    + entry("secret-1")
                    + "</Bundle>"),
            OPEN);

    assertThat(checked.response().status()).isEqualTo(500);
    assertThat(text(checked)).doesNotContain("total", "secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<type value=\"document\"/>E",
        "<type value=\"collection\"/>E",
        "<type value=\"searchset\"/>E<signature/>",
        "E<type value=\"searchset\"/>",
        "<type value=\"searchset\"/><type value=\"searchset\"/>E",
        "<type value=\"searchset\"/>E<!-- -->",
        "<type value=\"searchset\"/>E<entry><resource><Bundle/></resource></entry><x><y/></x>"
      })
  void whatIsNoListOrNotReadableLeavesNothingOfOthers(String inside) {
    Checked checked =
        check.check(
            xml(BUNDLE + inside.replace("E", entry("a") + entry("secret-1")) + "</Bundle>"), OPEN);

    assertThat(checked.response().status()).isIn(404, 500);
    assertThat(text(checked)).doesNotContain("secret");
    assertThat(checked.released().resources()).isEmpty();
  }

  @Test
  void whatIsHiddenInsideIsFound() {
    String outcome =
        "<entry><resource><Patient><id value=\"a\"/></Patient></resource><response><outcome>"
            + "<Patient><id value=\"secret\"/></Patient></outcome></response></entry>";
    String parameters =
        "<Parameters xmlns=\"http://hl7.org/fhir\"><parameter><name value=\"x\"/><part>"
            + "<name value=\"y\"/><resource><Patient><id value=\"secret\"/></Patient></resource>"
            + "</part></parameter></Parameters>";

    assertThat(
            text(
                check.check(
                    xml(BUNDLE + "<type value=\"searchset\"/>" + outcome + "</Bundle>"), OPEN)))
        .doesNotContain("secret");
    assertThat(check.check(xml(parameters), OPEN).response().status()).isEqualTo(404);
    String list =
        BUNDLE
            + "<type value=\"searchset\"/><entry><resource>"
            + parameters.replace(" xmlns=\"http://hl7.org/fhir\"", "")
            + "</resource></entry>"
            + entry("a")
            + "</Bundle>";
    assertThat(text(check.check(xml(list), OPEN)))
        .contains("<id value=\"a\"/>")
        .doesNotContain("secret");
    assertThat(text(check.check(xml(list.replace("secret", "open")), OPEN))).contains("open");
  }

  private static String entry(String id) {
    return "<entry><resource><Observation><id value=\""
        + id
        + "\"/></Observation></resource></entry>";
  }

  private static Response xml(String text) {
    return Response.of(
        200,
        Map.of("Content-Type", List.of("application/fhir+xml;charset=UTF-8")),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Checked checked) {
    return new String(checked.response().body(), StandardCharsets.UTF_8);
  }
}
