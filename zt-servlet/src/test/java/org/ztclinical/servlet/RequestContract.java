package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/** What comes in: read in one way, or refused with an OperationOutcome. */
abstract class RequestContract extends ContainerContract {
  private static final String OBSERVATION =
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
          + "\"subject\":{\"reference\":\"Patient/1\"}}";

  RequestContract(WebServer.Kind kind) {
    super(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/%2e%2e/fhir/Patient/1",
        "/fhir/../fhir/Patient/1",
        "/fhir/./Patient/1",
        "//fhir/Patient/1",
        "/fhir//Patient/1",
        "/fhir/Patient/1;jsessionid=1",
        "/fhir;x=1/Patient/1",
        "/;/fhir/Patient/1",
        "/fhir/Patient%2F1",
        "/fhir/Patient%2f1",
        "/fhir/Patient%5C1",
        "/fhir/Patient\\1",
        "/fhir/Patient/1%00",
        "/fhir/Patient/1\u0000",
        "/fhir/Patient/1\u0007",
        "/fhir/Patient/%31",
        "/fhir/Patient/%C3%28",
        "/fhir/Patient/%FF",
        "/fhir/Patient/%zz",
        "/fhir/Patient/1%",
        "/fhir/Patient/\u00e9",
        "/fhir/Patient/1%0d%0aX:y",
        "fhir/Patient/1",
        "*",
        "/fhir/Patient/1?a=%zz",
        "/fhir/Patient/1?a=%FF",
        "/fhir/Patient/1?a=%00",
        "/fhir/Patient/1?=x",
        "/fhir/Patient?_id=1;patient=2",
      })
  void whatHasAnotherReadingNeverReachesTheApplication(String target) {
    Received received = getAsPatient(target).receive();

    assertThat(received.status()).as(received.body()).isBetween(400, 499);
    tellsNothing(received);
    assertThat(seen()).isNull();
  }

  @Test
  void moreParametersThanTheLimitAreRefused() {
    String query = "_id=1&".repeat(600) + "_id=1";

    isOutcome(getAsPatient("/fhir/Patient?" + query).receive(), 400);
    isOutcome(
        sendAsPatient("POST", "/fhir/Patient/_search").body(ContentType.FORM, query).receive(),
        400);
    assertThat(seen()).isNull();
  }

  @Test
  void anAbsoluteFormTargetIsDecidedByItsPath() {
    String server = "http://127.0.0.1:" + application().port();
    Received own = getAsPatient(server + "/fhir/Patient/1").receive();
    Received other = getAsPatient(server + "/fhir/Patient/2").receive();
    Received noToken = get(server + "/fhir/Patient/1").receive();
    Received otherHost = getAsPatient("http://other.example/fhir/Patient/1").receive();

    assertThat(own.status()).isEqualTo(200);
    isOutcome(other, 403);
    isOutcome(noToken, 401);
    assertThat(otherHost.status()).isIn(200, 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT", "FOO", "get", "PROPFIND", "LOCK", "G\u00cbT"})
  void unknownMethodsAreRefused(String method) {
    Received received = sendAsPatient(method, "/fhir/Patient/1").receive();

    assertThat(received.status()).as(received.body()).isBetween(400, 501);
    assertThat(received.status()).isNotEqualTo(500);
    tellsNothing(received);
    assertThat(received.body()).doesNotContain("Bearer");
    assertThat(seen()).isNull();
  }

  @Test
  void methodOverridesAreRefused() {
    for (String name :
        List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X_HTTP_Method")) {
      Received received = getAsPatient("/fhir/Patient/1").header(name, "DELETE").receive();
      assertThat(received.status()).as(name).isEqualTo(400);
    }
    isOutcome(getAsPatient("/fhir/Patient/1?_method=DELETE").receive(), 400);
    isOutcome(
        sendAsPatient("POST", "/fhir/Patient/_search")
            .body(ContentType.FORM, "_method=DELETE")
            .receive(),
        400);
    assertThat(seen()).isNull();
  }

  @Test
  void hugeOrCountlessHeadersAreRefused() {
    Received huge = getAsPatient("/fhir/Patient/1").header("X-Huge", "x".repeat(6_500)).receive();
    Sending countless = getAsPatient("/fhir/Patient/1");
    for (int i = 0; i < 140; i++) {
      countless.header("X-" + i, "x");
    }
    Received huger = getAsPatient("/fhir/Patient/1").header("X", "x".repeat(100_000)).receive();

    isOutcome(huge, 400);
    assertThat(countless.receive().status()).isIn(400, 431);
    assertThat(huger.status()).isIn(400, 431);
    tellsNothing(huger);
    assertThat(seen()).isNull();
  }

  @Test
  void aBodyLargerThanTheLimitIsRefusedWhetherAnnouncedOrNot() {
    byte[] large =
        " "
            .repeat(TestApplication.LIMITS.maxRequestBodyBytes() + 1)
            .getBytes(StandardCharsets.UTF_8);

    isOutcome(post(large).receive(), 413);
    isOutcome(post(large).chunked(1000).receive(), 413);
    isOutcome(post("{}".getBytes(StandardCharsets.UTF_8)).announcing(1L << 40).receive(), 413);
    assertThat(seen()).isNull();
  }

  @Test
  void nobodysLargeBodyIsNotWaitedFor() {
    Sending[] neverEnding = {
      send("POST", "/fhir/Observation").announcing(1L << 20),
      send("POST", "/fhir/Observation").bearer("garbage").announcing(1L << 20),
      send("POST", "/fhir/Observation").bearer("garbage").header("Transfer-Encoding", "chunked"),
      preflight("https://app.example").announcing(1L << 20),
    };

    for (Sending sending : neverEnding) {
      isOutcome(sending.header("Content-Type", "application/fhir+json").receive(), 401);
    }
    isOutcome(send("POST", "/nowhere").announcing(1L << 20).receive(), 404);
    assertThat(seen()).isNull();
  }

  @Test
  void aBodyOfTheLimitArrivesWhole() {
    int limit = TestApplication.LIMITS.maxRequestBodyBytes();
    String body = OBSERVATION + " ".repeat(limit - OBSERVATION.length());

    Received received = post(body.getBytes(StandardCharsets.UTF_8)).chunked(777).receive();

    assertThat(received.status()).as(received.body()).isEqualTo(201);
    assertThat(seen().body()).isEqualTo(body);
    assertThat(seen().headers()).containsEntry("Content-Length", List.of("" + limit));
    assertThat(seen().headers()).doesNotContainKey("Transfer-Encoding");
  }

  @Test
  void aBodyNeedsOneMediaTypeInUtf8WithoutEncoding() {
    String path = "/fhir/Observation";
    byte[] body = OBSERVATION.getBytes(StandardCharsets.UTF_8);

    isOutcome(sendAsPatient("POST", path).bytes(body).receive(), 415);
    isOutcome(sendAsPatient("POST", path).body("fhir", OBSERVATION).receive(), 415);
    isOutcome(
        sendAsPatient("POST", path)
            .body("application/fhir+json;charset=ISO-8859-1", OBSERVATION)
            .receive(),
        415);
    isOutcome(
        sendAsPatient("POST", path)
            .body("application/fhir+json; charset=utf-8; charset=utf-16", OBSERVATION)
            .receive(),
        415);
    isOutcome(post(body).header("Content-Encoding", "gzip").receive(), 415);
    isOutcome(post(body).header("Content-Type", "text/plain").receive(), 400);
    assertThat(seen()).isNull();
  }

  @Test
  void formsOfBodiesAndFormsOfAnswersAreToldApart() {
    String create = "/fhir/Observation";
    String xml = "<Observation xmlns=\"http://hl7.org/fhir\"/>";

    isOutcome(sendAsPatient("POST", create).body("text/plain", OBSERVATION).receive(), 415);
    isOutcome(sendAsPatient("POST", create).body("application/fhir+xml", xml).receive(), 415);
    isOutcome(sendAsPatient("PUT", create + "/1").body("application/xml", xml).receive(), 415);
    isOutcome(
        sendAsPatient("PATCH", create + "/1").body("application/fhir+xml", xml).receive(), 415);
    isOutcome(
        sendAsPatient("POST", create + "/_search").body("text/plain", "code=1").receive(), 415);
    isOutcome(sendAsPatient("GET", create).header("Accept", "text/html").receive(), 406);
    isOutcome(sendAsPatient("GET", create + "?_format=turtle").receive(), 406);
    isOutcome(
        sendAsPatient("POST", create)
            .header("Accept", "text/html")
            .body("application/fhir+json", OBSERVATION)
            .receive(),
        406);
    assertThat(seen()).isNull();
  }

  @Test
  void brokenFramingIsRefused() {
    Received cut = post("{}".getBytes(StandardCharsets.UTF_8)).announcing(50).truncated().receive();
    Received broken =
        sendAsPatient("POST", "/fhir/Observation")
            .header("Transfer-Encoding", "chunked")
            .header("Content-Type", "application/fhir+json")
            .announcing(4)
            .bytes("zz\r\n{}\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8))
            .receive();

    assertThat(cut.status()).isIn(0, 400);
    assertThat(broken.status()).isIn(0, 400);
    tellsNothing(cut);
    tellsNothing(broken);
    assertThat(seen()).isNull();
  }

  @Test
  void aBodyOnGetIsNotHandedOn() {
    Received received =
        getAsPatient("/fhir/Patient/1").body(ContentType.FORM, "_method=DELETE").receive();

    assertThat(received.status()).isEqualTo(200);
    assertThat(seen().body()).isEmpty();
    assertThat(seen().parameters()).isEmpty();
    assertThat(get("/fhir/Patient/1").body(ContentType.FORM, "access_token=x").receive().status())
        .isEqualTo(401);
  }

  @Test
  void aFormSearchReachesTheApplicationThroughEveryDoor() {
    Received received =
        sendAsPatient("POST", "/fhir/Observation/_search?_count=5")
            .body(ContentType.FORM, "code=8867-4&patient=1")
            .receive();

    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.body()).contains("\"o1\"").doesNotContain("\"o3\"");
    tellsNothing(received);
    assertThat(seen().parameters()).containsEntry("code", List.of("8867-4"));
    assertThat(seen().parameters()).containsKey("patient");
    assertThat(seen().method()).isEqualTo("POST");
  }

  @Test
  void aSearchIsNarrowedWhereThatIsExact() {
    Received received = getAsPatient("/fhir/Patient?_count=5").receive();

    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.body()).contains("Family1");
    tellsNothing(received);
    assertThat(seen().query()).isEqualTo("_count=5&_id=1");
    assertThat(seen().parameters()).isEqualTo(Map.of("_count", List.of("5"), "_id", List.of("1")));
  }

  @Test
  void aFormSearchIsNarrowedThroughEveryDoor() {
    Received received =
        sendAsPatient("POST", "/fhir/Patient/_search").body(ContentType.FORM, "_count=5").receive();

    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.body()).contains("Family1");
    tellsNothing(received);
    assertThat(seen().parameters()).containsEntry("_id", List.of("1"));
    assertThat(seen().body() + "&" + seen().query()).contains("_id=1");
    assertThat(seen().headers().get("Content-Length")).containsExactly("" + seen().body().length());
  }

  @Test
  void whatWouldMakeTheAnswerUncheckableIsInvisibleToo() {
    Received received =
        getAsPatient("/fhir/Patient/1")
            .header("Accept", "application/fhir+json, */*;q=0.1")
            .header("Accept-Encoding", "gzip")
            .header("Range", "bytes=0-3")
            .header("X-Cascade", "delete")
            .header("X-Rewrite-History", "true")
            .header("If-None-Match", "W/\"1\"")
            .header("If-Modified-Since", "Tue, 24 Nov 2026 00:00:00 GMT")
            .header("TE", "trailers")
            .receive();

    assertThat(received.status()).isEqualTo(200);
    assertThat(seen().headers())
        .containsEntry("Accept", List.of("application/fhir+json"))
        .doesNotContainKeys(
            "Accept-Encoding",
            "Range",
            "If-None-Match",
            "If-Modified-Since",
            "TE",
            "Connection",
            "X-Cascade",
            "X-Rewrite-History")
        .doesNotContainKeys("Authorization");
  }

  @Test
  void aTrailingSlashIsGoneForDecisionAndApplicationAlike() {
    Received received = getAsPatient("/fhir/Patient/1/").receive();

    assertThat(received.status()).isEqualTo(200);
    assertThat(seen().uri()).isEqualTo("/fhir/Patient/1");
    assertThat(seen().pathInfo()).isEqualTo("/Patient/1");
  }

  @Test
  void headIsPerformedAsGetAndAnsweredWithoutBody() {
    Received get = getAsPatient("/fhir/Patient/1").receive();
    Received head = sendAsPatient("HEAD", "/fhir/Patient/1").receive();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.header("Content-Length").or(() -> get.header("Content-Length")))
        .isEqualTo(get.header("Content-Length"));
    assertThat(seen().method()).isEqualTo("GET");
    assertThat(sendAsPatient("HEAD", "/fhir/Patient/2").receive().status()).isIn(403, 404);
  }

  @Test
  void whatIsNotDeclaredIsNotFound() {
    isOutcome(get("/undeclared").receive(), 404);
    isOutcome(getAsPatient("/undeclared").receive(), 404);
    isOutcome(getAsPatient("/WEB-INF/view").receive(), 404);
    isOutcome(send("POST", "/hello").body("text/plain", "x").receive(), 404);
  }

  @Test
  void onlyATruePreflightFromAConfiguredOriginIsAnswered() {
    Received allowed = preflight("https://app.example").receive();
    Received foreign = preflight("https://evil.example").receive();
    Received withBody = preflight("https://app.example").body("text/plain", "x").receive();

    assertThat(allowed.status()).isEqualTo(204);
    assertThat(allowed.header("Access-Control-Allow-Origin")).contains("https://app.example");
    assertThat(allowed.header("Access-Control-Allow-Headers").orElse(""))
        .contains("Authorization", "access-justification");
    assertThat(foreign.status()).isBetween(400, 499);
    assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(withBody.status()).isBetween(400, 499);
  }

  private Sending preflight(String origin) {
    return send("OPTIONS", "/fhir/Patient/1")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET");
  }

  private Sending post(byte[] body) {
    return sendAsPatient("POST", "/fhir/Observation")
        .header("Content-Type", "application/fhir+json")
        .bytes(body);
  }
}
