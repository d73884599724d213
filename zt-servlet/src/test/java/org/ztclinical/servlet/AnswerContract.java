package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/** What goes out: captured however the application writes it, checked, and sent once. */
abstract class AnswerContract extends ContainerContract {
  private static final String OWN =
      "{\"resourceType\":\"Patient\",\"id\":\"1\",\"name\":[{\"family\":\"Family1\"}]}";

  AnswerContract(WebServer.Kind kind) {
    super(kind);
  }

  @Test
  void theOwnRecordIsReadAsItWasWritten() {
    Received received = getAsPatient("/fhir/Patient/1").receive();

    isOwnRecord(received);
    assertThat(received.header("Content-Type").orElse("")).startsWith("application/fhir+json");
    assertThat(received.header("Cache-Control")).contains("no-store");
    assertThat(received.header("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void anotherPatientsRecordAndOneThatDoesNotExistReadAlike() {
    Received other = getAsPatient("/fhir/Patient/2").receive();
    Received absent = getAsPatient("/fhir/Patient/999").receive();

    assertThat(other.status()).isIn(403, 404).isEqualTo(absent.status());
    assertThat(other.body()).isEqualTo(absent.body());
    tellsNothing(other);
  }

  @Test
  void includedResourcesOfOthersAreTakenOut() {
    Received received =
        getAsPatient("/fhir/Observation?code=8867-4&_include=Observation:subject").receive();

    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.body()).contains("\"o1\"", "Family1");
    tellsNothing(received);
  }

  @Test
  void anApplicationThatIgnoresWhatWasAskedLeaksNeitherEntriesNorTotals() {
    Received received =
        getAsPatient("/fhir/Observation").header("X-Behaviour", "leak-all").receive();

    assertThat(received.status()).isIn(200, 404, 500);
    assertThat(received.body()).doesNotContain("\"total\":6");
    tellsNothing(received);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "writer",
        "flush",
        "reset",
        "close",
        "sendfile",
        "trailers",
        "cookie",
        "async-complete",
        "async-complete-at-once",
        "async-dispatch",
        "async-timeout-handled",
        "async-write",
        "forward-same",
        "include-own",
        "named"
      })
  void anAnswerIsCapturedWholeHoweverItIsWritten(String behaviour) {
    Received received = behave(behaviour);

    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.body()).contains("\"resourceType\":\"Patient\"", "\"id\":\"1\"");
    assertThat(received.header("Content-Length")).contains("" + received.bytes().length);
    assertThat(received.header("Transfer-Encoding")).isEmpty();
    assertThat(received.header("X-Dropped")).isEmpty();
    tellsNothing(received);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leak-other",
        "async-leak",
        "html",
        "gzip",
        "redirect",
        "send-error",
        "throw",
        "throw-servlet",
        "throw-error",
        "huge",
        "huge-swallowed",
        "async-throw",
        "async-timeout",
        "async-dispatch-other",
        "forward-other",
        "forward-odd",
        "include-other",
        "upgrade",
        "no-such-behaviour"
      })
  void whatMayNotBeSeenOrCannotBeCheckedStays(String behaviour) {
    Received received = behave(behaviour);

    assertThat(received.status()).as(received.body()).isBetween(400, 500);
    assertThat(received.body()).contains("\"OperationOutcome\"").doesNotContain("Family1");
    assertThat(received.header("Location")).isEmpty();
    tellsNothing(received);
    assertThat(application().errorPages).hasValue(0);
  }

  @Test
  void cookiesOfTheApplicationAndTheSessionAreSent() {
    Received received = behave("cookie");

    assertThat(received.headers().get("Set-Cookie"))
        .anySatisfy(cookie -> assertThat(cookie).startsWith("JSESSIONID="))
        .anySatisfy(cookie -> assertThat(cookie).isEqualTo("theme=dark; Path=/"));
  }

  @Test
  void errorsOfTheApplicationAreToldWithoutItsWords() {
    Received received = behave("send-error");

    isOutcome(received, 409);
  }

  @Test
  void whatTheApplicationSaysInOutcomesIsNotTold() {
    for (String behaviour : new String[] {"outcome-in-list", "outcome-beside"}) {
      Received list =
          getAsPatient("/fhir/Observation?patient=1").header("X-Behaviour", behaviour).receive();
      assertThat(list.status()).as(behaviour + list.body()).isEqualTo(200);
      assertThat(list.body()).contains("\"o1\"").doesNotContain("OperationOutcome");
      tellsNothing(list);
    }
    isOutcome(behave("outcome-alone"), 404);
    Received created = create("outcome-created");
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.body()).contains("The request was completed.");
    tellsNothing(created);
    isOutcome(create("outcome-refusing"), 422);
  }

  private Received create(String behaviour) {
    return sendAsPatient("POST", "/fhir/Observation")
        .header("X-Behaviour", behaviour)
        .body(
            "application/fhir+json",
            "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/1\"}}")
        .receive();
  }

  @Test
  void aBodyIsReadAsynchronouslyAndByReader() {
    String body =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
            + "\"subject\":{\"reference\":\"Patient/1\"}}";

    for (String behaviour : new String[] {"read-async", "read-reader"}) {
      Received received =
          sendAsPatient("POST", "/fhir/Observation")
              .header("X-Behaviour", behaviour)
              .body("application/fhir+json", body)
              .receive();
      assertThat(received.status()).as(behaviour + received.body()).isEqualTo(201);
    }
  }

  @Test
  void aForwardToAnotherPathIsDecidedAnew() {
    String token = application().patientToken();

    isOwnRecord(via("/forward", "/fhir/Patient/1").bearer(token).receive());
    isOutcome(via("/forward", "/fhir/Patient/1").receive(), 401);
    assertThat(via("/forward", "/fhir/Patient/2").bearer(token).receive().status()).isIn(403, 404);
    isOutcome(via("/forward", "/undeclared").bearer(token).receive(), 404);
    isOutcome(via("/forward", "/fhir/Patient%2f1").bearer(token).receive(), 400);
    assertThat(via("/forward", "/hello").receive().body()).isEqualTo("null|null|null");
    assertThat(via("/forward", "/WEB-INF/view").receive().body()).isEqualTo("a view");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"async-complete", "async-complete-at-once", "async-dispatch", "async-write"})
  void aForwardToAnotherPathMayEndLater(String behaviour) {
    String token = application().patientToken();

    Received own =
        via("/forward", "/fhir/Patient/1").header("X-Behaviour", behaviour).bearer(token).receive();
    Received other =
        via("/forward", "/fhir/Patient/2").header("X-Behaviour", behaviour).bearer(token).receive();

    isOwnRecord(own);
    assertThat(other.status()).isIn(403, 404);
    tellsNothing(other);
  }

  @Test
  void anAsynchronousForwardThatTimesOutIsAnsweredToo() {
    Received received =
        via("/forward", "/fhir/Patient/1")
            .header("X-Behaviour", "async-timeout")
            .bearer(application().patientToken())
            .receive();

    isOutcome(received, 500);
  }

  @Test
  void aForwardedSearchIsStillTheNarrowedOne() {
    Received get =
        getAsPatient("/fhir/Patient?_count=5").header("X-Behaviour", "forward-same").receive();
    var seenByGet = seen();
    Received post =
        sendAsPatient("POST", "/fhir/Patient/_search")
            .header("X-Behaviour", "forward-same")
            .body(ContentType.FORM, "_count=5")
            .receive();

    assertThat(get.status()).as(get.body()).isEqualTo(200);
    assertThat(seenByGet.parameters()).containsOnlyKeys("_count", "_id");
    assertThat(post.status()).as(post.body()).isEqualTo(200);
    assertThat(seen().parameters()).containsOnlyKeys("_count", "_id");
    tellsNothing(get);
    tellsNothing(post);
  }

  @Test
  void anIncludeOfAnotherPathIsDecidedAnew() {
    String token = application().patientToken();

    assertThat(via("/include", "/fhir/Patient/1").bearer(token).receive().body())
        .isEqualTo("before " + OWN + " after");
    isOutcome(via("/include", "/fhir/Patient/1").receive(), 401);
    Received other = via("/include", "/fhir/Patient/2").bearer(token).receive();
    assertThat(other.status()).isIn(403, 404);
    tellsNothing(other);
    assertThat(via("/include", "/WEB-INF/view").receive().body()).isEqualTo("before a view after");
  }

  @Test
  void thePublicErrorPageIsNotTheContainers() {
    Received received = get("/send-error").receive();

    assertThat(received.status()).isEqualTo(404);
    tellsNothing(received);
    assertThat(received.body()).doesNotContain("<html", "<!doctype");
    assertThat(application().errorPages).hasValue(0);
  }

  @Test
  void theContainersOwnRefusalShowsNoErrorPage() {
    Received received = get("/fhir/%2e%2e/%ff").receive();

    assertThat(received.status()).isEqualTo(400);
    tellsNothing(received);
    assertThat(application().errorPages).hasValue(0);
  }

  @Test
  void aStaticFileOfAPublicRouteIsCapturedToo() {
    Received received = get("/hello.txt").receive();
    Received undeclared = get("/other.txt").receive();

    assertThat(received.body()).isEqualTo("a static file");
    assertThat(received.header("X-Request-Id")).isPresent();
    isOutcome(undeclared, 404);
  }

  private Sending via(String page, String target) {
    return get(page).header("X-To", target);
  }

  private static void isOwnRecord(Received received) {
    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.body()).isEqualTo(OWN);
    assertThat(received.header("Content-Length"))
        .contains("" + OWN.getBytes(StandardCharsets.UTF_8).length);
  }
}
