package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.obligation.ObligationReason;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.ReasonCode;
import org.ztclinical.smart.Narrowing;
import org.ztclinical.smart.ReleaseFilter;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeDecision;
import org.ztclinical.smart.SmartReason;

/** Each answer of a batch is checked as the answer to the entry in its place. */
class BatchCheckTest {
  private static final Reason HIDDEN = Reason.of(EnforceReason.ANSWER_REFUSED);
  private static final ScopeDecision PERMITTED =
      new ScopeDecision.Covered(
          new ReleaseTerms(
              resource -> Optional.empty(), Narrowing.nothing(), false, true, List.of(), Set.of()));
  private static final ScopeDecision REFUSED = refused(SmartReason.NOT_COVERED);

  private final BatchCheck check =
      new BatchCheck(new ResponseCheck(Limits.standard(), NoSecrets.NAMES));

  @Test
  void eachAnswerIsCheckedByTheRuleOfItsEntry() {
    List<ScopeDecision> decisions = List.of(PERMITTED, REFUSED, PERMITTED, REFUSED, PERMITTED);
    List<EntryRule> rules = List.of(only("a"), only("b"), only("c"));

    Checked inOrder = check.check(answer(seen("a"), seen("b"), seen("c")), decisions, rules);
    Checked mixedUp = check.check(answer(seen("b"), seen("b"), seen("a")), decisions, rules);

    assertThat(ids(inOrder)).containsExactly("a", "", "b", "", "c");
    assertThat(statuses(inOrder))
        .containsExactly("200 OK", "403 Forbidden", "200 OK", "403 Forbidden", "200 OK");
    assertThat(inOrder.released().resources()).hasSize(3);
    assertThat(ids(mixedUp)).containsExactly("", "", "b", "", "");
    assertThat(statuses(mixedUp).get(0)).isEqualTo("404 Not Found");
    assertThat(mixedUp.released().withheld()).isEqualTo(2);
  }

  @Test
  void anEntryThatWasRefusedIsToldSoAndNotWhy() {
    Checked checked =
        check.check(
            answer(),
            List.of(
                REFUSED,
                refused(SmartReason.OTHER_PATIENT),
                refused(ObligationReason.JUSTIFICATION_REQUIRED)),
            List.of());

    List<JsonObject> entries = entries(checked);
    assertThat(entries.get(0)).isEqualTo(entries.get(1));
    assertThat(entries.get(0).toString() + text(checked))
        .contains("The entry was refused.")
        .doesNotContain(SmartReason.OTHER_PATIENT.code());
    assertThat(text(checked)).contains(ObligationReason.JUSTIFICATION_REQUIRED.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'Bundle','type':'searchset','entry':[%s]}",
        "{'resourceType':'Bundle','type':'collection','entry':[%s]}",
        "{'resourceType':'Bundle','entry':[%s]}",
        "{'resourceType':'Parameters','type':'batch-response','entry':[%s]}",
        "{'resourceType':'Bundle','type':'batch-response','entry':[%1$s,%1$s]}",
        "{'resourceType':'Bundle','type':'batch-response','entry':[]}",
        "{'resourceType':'Bundle','type':'batch-response'}",
        "{'resourceType':'Bundle','type':'batch-response','entry':%s}",
        "{'resourceType':'Bundle','type':'batch-response','entry':[%s]",
      })
  void whatIsNoAnswerToTheBatchIsWithheld(String form) {
    Response response =
        Response.json(200, form.formatted("{'resource':{'id':'a'}}").replace('\'', '"'));

    Checked checked = check.check(response, List.of(PERMITTED), List.of(only("a")));

    assertThat(checked.aborted()).isTrue();
    assertThat(checked.response().status()).isEqualTo(500);
    assertThat(checked.released().reasons()).containsExactly(EnforceReason.ANSWER_UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource({"300,400", "302,400", "400,400", "404,404", "409,409", "503,503"})
  void aBatchThatFailsAsAWholeIsToldInOurWords(int status, int told) {
    Checked checked =
        check.check(
            Response.json(status, "{\"resourceType\":\"OperationOutcome\",\"x\":\"SECRET\"}"),
            List.of(PERMITTED),
            List.of(only("a")));

    assertThat(checked.response().status()).isEqualTo(told);
    assertThat(text(checked)).doesNotContain("SECRET");
    assertThat(checked.released().reasons()).containsExactly(EnforceReason.APPLICATION_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "404 Not Found,404 Not Found",
    "410 Gone,404 Not Found",
    "304 Not Modified,404 Not Found",
    "422 SECRET,422",
    "500 SECRET,500",
    "100 Continue,500",
    "SECRET,500",
    "'',500"
  })
  void anEntryThatFailedIsToldByItsStatusAlone(String status, String told) {
    String entry =
        "{'response':{'status':'%s','outcome':{'resourceType':'OperationOutcome','x':'SECRET'}},"
            + "'resource':{'resourceType':'Patient','id':'a','x':'SECRET'}}";

    Checked checked =
        check.check(answer(entry.formatted(status)), List.of(PERMITTED), List.of(only("a")));

    assertThat(statuses(checked)).containsExactly(told);
    assertThat(text(checked)).doesNotContain("SECRET");
    assertThat(checked.released().resources()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "'a'", "[]", "null", "{}", "{'response':1}"})
  void anEntryThatIsNoAnswerIsAnError(String entry) {
    Checked checked = check.check(answer(entry), List.of(PERMITTED), List.of(only("a")));

    assertThat(statuses(checked)).containsExactly("500");
  }

  @Test
  void nothingStandsBesideAResourceThatIsRead() {
    String withOutcome =
        "{'fullUrl':'u','response':{'status':'200','etag':'e','outcome':{'x':'SECRET'}},"
            + "'resource':{'resourceType':'Patient','id':'a'}}";
    String hidden =
        "{'fullUrl':'SECRET','response':{'status':'200','location':'SECRET'},"
            + "'resource':{'resourceType':'Patient','id':'b'}}";
    String bare = "{'response':{'status':'200','location':'SECRET'}}";
    String noObject = "{'response':{'status':'200','location':'SECRET'},'resource':['SECRET']}";

    Checked checked =
        check.check(
            answer(withOutcome, hidden, bare, noObject),
            List.of(PERMITTED, PERMITTED, PERMITTED, PERMITTED),
            List.of(only("a"), only("a"), only("a"), only("a")));

    assertThat(ids(checked)).containsExactly("a", "", "", "");
    assertThat(statuses(checked))
        .containsExactly("200", "404 Not Found", "404 Not Found", "404 Not Found");
    assertThat(text(checked)).doesNotContain("SECRET").contains("\"etag\":\"e\"");
  }

  @Test
  void whatMayOnlyBeWrittenIsNotRead() {
    EntryRule write = new EntryRule(r -> Optional.empty(), true, true, false, false, false);
    String written =
        "{'response':{'status':'201','location':'Patient/a'},"
            + "'resource':{'resourceType':'Patient','id':'SECRET'}}";
    String bare = "{'response':{'status':'204','location':'Patient/b'}}";

    Checked checked =
        check.check(answer(written, bare), List.of(PERMITTED, PERMITTED), List.of(write, write));

    assertThat(statuses(checked)).containsExactly("201", "204");
    assertThat(text(checked)).doesNotContain("SECRET").contains("Patient/a", "Patient/b");
    assertThat(checked.released().reasons()).containsExactly(EnforceReason.BODY_SUPPRESSED);
    assertThat(checked.released().resources()).isEmpty();
  }

  @Test
  void ofWhatIsAsIfAbsentNotEvenTheStatusIsTold() {
    EntryRule absent =
        new EntryRule(ReleaseFilter.nothing(HIDDEN), false, true, false, false, false);

    Checked checked =
        check.check(
            answer("{'response':{'status':'201','location':'Patient/SECRET'}}"),
            List.of(PERMITTED),
            List.of(absent));

    assertThat(statuses(checked)).containsExactly("404 Not Found");
    assertThat(text(checked)).doesNotContain("SECRET");
    assertThat(checked.released().reasons()).containsExactly(EnforceReason.ANSWER_REFUSED);
  }

  @Test
  void whatCountsAndDescribesTheWholeIsRemoved() {
    Response response =
        Response.of(
            200,
            Map.of(
                "Content-Type", List.of("application/fhir+json"),
                "ETag", List.of("W/\"1\"")),
            answer(seen("a")).body());

    Checked checked = check.check(response, List.of(PERMITTED), List.of(only("a")));

    assertThat(text(checked)).doesNotContain("total");
    assertThat(checked.response().headers()).containsOnlyKeys("Content-Type");
    assertThat(checked.aborted()).isFalse();
  }

  private static ScopeDecision refused(ReasonCode code) {
    return new ScopeDecision.NotCovered(List.of(Reason.of(code)));
  }

  private static EntryRule only(String id) {
    return new EntryRule(
        resource ->
            resource.string("id").equals(Optional.of(id)) ? Optional.empty() : Optional.of(HIDDEN),
        false,
        false,
        true,
        true,
        true);
  }

  private static String seen(String id) {
    return "{'response':{'status':'200 OK'},'resource':{'resourceType':'Patient','id':'"
        + id
        + "'}}";
  }

  private static Response answer(String... entries) {
    return Response.json(
        200,
        ("{'resourceType':'Bundle','type':'batch-response','total':9,'entry':["
                + String.join(",", entries)
                + "]}")
            .replace('\'', '"'));
  }

  private static List<String> statuses(Checked checked) {
    return entries(checked).stream()
        .map(entry -> entry.object("response").orElseThrow().string("status").orElse(""))
        .toList();
  }

  private static List<String> ids(Checked checked) {
    return entries(checked).stream()
        .map(entry -> entry.object("resource").flatMap(r -> r.string("id")).orElse(""))
        .toList();
  }

  private static List<JsonObject> entries(Checked checked) {
    try {
      return new ArrayList<>(
          JsonReader.of(JsonLimits.forResources())
              .readObject(checked.response().body())
              .objects("entry"));
    } catch (JsonSyntaxException e) {
      throw new AssertionError(text(checked), e);
    }
  }

  private static String text(Checked checked) {
    return new String(checked.response().body(), StandardCharsets.UTF_8);
  }
}
