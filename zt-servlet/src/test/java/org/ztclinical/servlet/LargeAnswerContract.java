package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.session.SessionsUnavailableException;
import org.ztclinical.session.Target;

/**
 * Answers that are too large to be held: what leaves, when, and what a caller sees of a failure.
 */
abstract class LargeAnswerContract extends ContainerContract {
  private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";
  private static final Pattern IDS = Pattern.compile("\"id\":\"p1-");

  LargeAnswerContract(WebServer.Kind kind) {
    super(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"large", "large-writer", "large-async", "large-bytewise"})
  void aLargeSearchSetLeavesInPiecesWithoutWhatIsOthers(String behaviour) throws Exception {
    Received received = large(behaviour, 1_000, -1).receive();

    assertThat(received.status()).isEqualTo(200);
    assertThat(received.headers().get("Transfer-Encoding")).containsExactly("chunked");
    assertThat(received.header("Content-Length")).isEmpty();
    assertThat(received.header("ETag")).isEmpty();
    assertThat(received.header("Cache-Control")).contains("no-store");
    assertThat(received.header("X-Request-Id")).isPresent();
    tellsNothing(received);
    JsonObject bundle = bundle(received);
    assertThat(bundle.array("entry")).hasSize(500);
    assertThat(bundle.get("total")).isNull();
    assertThat(received.body()).contains(LargeAnswers.entry(0), LargeAnswers.entry(998));
    List<ReleaseRecord> releases = releases();
    assertThat(releases.stream().mapToInt(release -> release.resources().size()).sum())
        .isEqualTo(500);
    assertThat(releases.stream().mapToInt(ReleaseRecord::withheld).sum()).isEqualTo(500);
    assertThat(releases.stream().mapToLong(ReleaseRecord::bytes).sum())
        .isEqualTo(received.bytes().length);
    assertThat(releases).extracting(ReleaseRecord::sequence).doesNotHaveDuplicates();
    assertThat(releases).filteredOn(ReleaseRecord::closing).hasSize(1);
    assertThat(last(releases).closing()).isTrue();
    assertThat(last(releases).aborted()).isFalse();
  }

  @Test
  void aPageLinkThatLeftInPiecesIsTheCallersToFollow() {
    String token = application().patientToken();
    get("/fhir/Observation?patient=1")
        .bearer(token)
        .header("X-Behaviour", "large")
        .header("X-Entries", "400")
        .receive();

    assertThat(get("/fhir?_getpages=abc").bearer(token).receive().status()).isNotEqualTo(403);
    assertThat(get("/fhir?_getpages=never-given").bearer(token).receive().status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw",
        "syntax",
        "duplicate",
        "too-large",
        "signature",
        "second-type",
        "second-entry",
        "unfinished"
      })
  void whatGoesWrongAfterAPartHasLeftCutsTheConnection(String mishap) {
    for (String way : List.of("large-", "large-async-")) {
      if (way.equals("large-async-") && mishap.equals("throw")) {
        continue; // That a thread of the application dies is a time-out, below.
      }
      String received = large(way + mishap, 1_000, 600).receiveAsItIs();

      assertThat(received).as(way).startsWith("HTTP/1.1 200").doesNotEndWith(END_OF_CHUNKS);
      assertThat(received).doesNotContain("\"p1-998\"", "Family2", Behaviours.SECRET, "<html");
      assertThat(IDS.matcher(received).results().count()).isBetween(50L, 300L);
      isBrokenOff(received);
    }
  }

  @Test
  void asynchronousWorkThatTimesOutCutsTheConnection() {
    String received = large("large-async-timeout", 1_000, -1).receiveAsItIs();

    assertThat(received).startsWith("HTTP/1.1 200").doesNotEndWith(END_OF_CHUNKS);
    isBrokenOff(received);
  }

  @ParameterizedTest
  @ValueSource(strings = {"large-ended", "large-async-ended"})
  void aSessionThatEndsInTheMiddleOfADownloadCutsItAtTheNextPiece(String behaviour) {
    String sid = "sid-" + behaviour;
    String token =
        application()
            .issuer
            .mint(t -> t.claim("sid", sid).patient("1").scope("launch/patient patient/*.rs"));
    LargeAnswers.ENDING.set(() -> end(sid));

    String received = ofSession(token, behaviour, 600).receiveAsItIs();

    assertThat(received).startsWith("HTTP/1.1 200").doesNotEndWith(END_OF_CHUNKS);
    assertThat(received).doesNotContain("\"p1-600\"", "\"p1-998\"");
    isBrokenOff(received);
    assertThat(last(releases()).describe()).contains("enforce.session-ended");
    Received before = ofSession(token, "large", -1).receive();
    assertThat(before.status()).isEqualTo(401);
  }

  @Test
  void aSessionThatEndsBeforeAnythingHasLeftIsAnsweredAsAnEndedOne() {
    String token =
        application()
            .issuer
            .mint(t -> t.claim("sid", "early").patient("1").scope("launch/patient patient/*.rs"));
    LargeAnswers.ENDING.set(() -> end("early"));

    Received received = ofSession(token, "large-ended", 60).receive();

    isOutcome(received, 401);
    assertThat(received.header("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
    assertThat(last(releases()).aborted()).isTrue();
  }

  private Sending ofSession(String token, String behaviour, int endsAt) {
    return get("/fhir/Observation?patient=1")
        .bearer(token)
        .header("X-Behaviour", behaviour)
        .header("X-Entries", "1000")
        .header("X-Bad-At", "" + endsAt);
  }

  private void end(String sid) {
    try {
      Target session = Target.session(application().issuer.issuer(), sid);
      application().zeroTrust.sessions().terminate(session, "a test");
    } catch (SessionsUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }

  void isBrokenOff(String received) {
    List<ReleaseRecord> releases = releases();
    assertThat(last(releases).aborted()).isTrue();
    assertThat(last(releases).resources()).isEmpty();
    assertThat(last(releases).bytes())
        .isEqualTo(releases.stream().limit(releases.size() - 1L).mapToLong(r -> r.bytes()).sum());
    assertThat(releases.stream().mapToLong(release -> release.resources().size()).sum())
        .isEqualTo(IDS.matcher(received).results().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw", "syntax", "too-large", "signature", "second-type"})
  void whatGoesWrongBeforeAnythingHasLeftIsAnErrorAsEver(String mishap) {
    Received received = large("large-" + mishap, 100, 80).receive();

    isOutcome(received, 500);
    assertThat(last(releases()).aborted()).isTrue();
    assertThat(releases()).hasSize(1);
  }

  @Test
  void noTrailersFollowTheBody() {
    String received = large("large-trailers", 400, -1).receiveAsItIs();

    assertThat(received).endsWith(END_OF_CHUNKS).doesNotContain("X-Dropped", Behaviours.SECRET);
  }

  @Test
  void xmlLeavesInPiecesToo() {
    Received large = largeXml("large-xml", 1_000).receive();
    Received small = largeXml("large-xml", 10).receive();

    for (Received received : List.of(large, small)) {
      assertThat(received.status()).as(received.body()).isEqualTo(200);
      assertThat(received.header("Content-Type").orElse("")).startsWith("application/fhir+xml");
      assertThat(received.body())
          .startsWith("<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"searchset\"/><entry>")
          .contains(LargeAnswers.xmlEntry(0), LargeAnswers.xmlEntry(8))
          .endsWith("</entry></Bundle>");
      tellsNothing(received);
    }
    assertThat(large.header("Transfer-Encoding")).contains("chunked");
    assertThat(small.header("Content-Length")).contains("" + small.bytes().length);
    assertThat(large.body().split("<entry>", -1)).hasSize(501);
    assertThat(seen().headers()).containsEntry("Accept", List.of("application/fhir+xml"));
    String cut = largeXml("large-xml-comment", 1_000).header("X-Bad-At", "600").receiveAsItIs();
    assertThat(cut).startsWith("HTTP/1.1 200").doesNotEndWith(END_OF_CHUNKS);
    assertThat(last(releases()).aborted()).isTrue();
  }

  private Sending largeXml(String behaviour, int entries) {
    return getAsPatient("/fhir/Observation?patient=1")
        .header("Accept", "application/fhir+xml")
        .header("X-Behaviour", behaviour)
        .header("X-Entries", "" + entries);
  }

  @Test
  void whatHasLeftCannotBeTakenBack() {
    Received received = large("large-taking-back", 1_000, 600).receive();

    assertThat(LargeAnswers.TAKING_BACK.get())
        .isEqualTo("committed true, refused, refused, refused");
    assertThat(received.status()).isEqualTo(200);
    assertThat(received.header("X-Late")).isEmpty();
    assertThat(IDS.matcher(received.body()).results().count()).isEqualTo(500);
  }

  @Test
  void aListWhoseTypeComesLateIsHeld() throws Exception {
    Received small = large("large-untyped", 200, -1).receive();
    Received tooLarge = large("large-untyped", 3_000, -1).receive();

    assertThat(small.header("Content-Length")).contains("" + small.bytes().length);
    assertThat(bundle(small).array("entry")).hasSize(100);
    isOutcome(tooLarge, 500);
  }

  @Test
  void aCallerWhoCouldNotTellThatItWasCutGetsItWholeOrNotAtAll() throws Exception {
    Received whole = large("large", 300, -1).oldProtocol().receive();
    Received failed = large("large-syntax", 300, 250).oldProtocol().receive();

    assertThat(whole.header("Content-Length")).contains("" + whole.bytes().length);
    assertThat(bundle(whole).array("entry")).hasSize(150);
    isOutcome(failed, 500);
  }

  @Test
  void headHasNoBodyHoweverLargeItIs() {
    String received =
        send("HEAD", "/fhir/Observation?patient=1")
            .bearer(application().patientToken())
            .header("X-Behaviour", "large")
            .header("X-Entries", "400")
            .receiveAsItIs();

    assertThat(received).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n").doesNotContain("p1-0");
  }

  Sending large(String behaviour, int entries, int badAt) {
    return getAsPatient("/fhir/Observation?patient=1")
        .header("X-Behaviour", behaviour)
        .header("X-Entries", "" + entries)
        .header("X-Bad-At", "" + badAt);
  }

  private static JsonObject bundle(Received received) throws JsonSyntaxException {
    return JsonReader.of(JsonLimits.forResources()).readObject(received.bytes());
  }
}
