package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.signal.EventKind;
import org.ztclinical.testing.TestSignals;
import org.ztclinical.testing.TestToken;

/** What issuers tell, over real HTTP: what it ends, and what is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignalHttpTest {
  private TestApplication application;
  private SignalAttacks attacks;
  private TestSignals signals;
  private Path audit;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    audit = directory.resolve("audit");
    application = TestApplication.start(TomcatServer::start, directory);
    attacks = new SignalAttacks(application);
    signals = attacks.signals();
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void everyAttackOnSessionsIsAnsweredAsTheVectorsSay() throws Exception {
    Optional<Path> file = vectors();
    Assumptions.assumeTrue(file.isPresent(), "skipped: the identity vectors are not there");
    List<String> faults = new ArrayList<>();
    int count = 0;
    for (String line : Files.readAllLines(file.get(), StandardCharsets.UTF_8)) {
      JsonObject vector = json(line.getBytes(StandardCharsets.UTF_8));
      if (vector.string("category").filter("revocation"::equals).isPresent()) {
        count++;
        fault(vector).ifPresent(faults::add);
      }
    }

    System.out.println("revocation " + (count - faults.size()) + "/" + count);
    assertThat(faults).isEmpty();
    assertThat(count).isPositive();
    assertThat(log()).anySatisfy(line -> assertThat(line).contains("device-not-compliant"));
  }

  private Optional<String> fault(JsonObject vector) {
    String id = vector.string("id").orElseThrow();
    var attack = attacks.all().get(id);
    if (attack == null) {
      return Optional.of(id + ": nobody has built it");
    }
    Received received = attack.get();
    JsonObject expected = vector.object("expected").orElseThrow();
    List<Integer> right = new ArrayList<>();
    right.add(Integer.parseInt(((JsonNumber) expected.get("status")).text()));
    expected
        .array("alt_status")
        .forEach(value -> right.add(Integer.parseInt(((JsonNumber) value).text())));
    if (!right.contains(received.status())) {
      return Optional.of(id + ": answered " + received.status() + ", not " + right);
    }
    String told = received.body() + received.header("WWW-Authenticate").orElse("");
    boolean said =
        received.status() != right.get(0)
            || expected.string("error").map(told::contains).orElse(true);
    return said ? Optional.empty() : Optional.of(id + ": told " + told);
  }

  @Test
  void aLogoutEndsTheLoginAtOnceAndIsAnsweredByTheBook() throws Exception {
    String token = attacks.sessionToken("sid-a");
    String other = attacks.sessionToken("sid-b");
    assertThat(attacks.access(token).status()).isEqualTo(200);

    Received received = attacks.logout(signals.logout("user-1", "sid-a"));

    assertThat(received.status()).isEqualTo(200);
    assertThat(received.header("Cache-Control")).contains("no-store");
    assertThat(attacks.access(token).status()).isEqualTo(401);
    assertThat(attacks.access(other).status()).isEqualTo(200);
    assertThat(log())
        .anySatisfy(line -> assertThat(line).contains("back-channel-logout", "session.logged-out"))
        .noneSatisfy(line -> assertThat(line).contains("sid-a"));
  }

  @Test
  void aLogoutEndsTheLoginsTokensThatCallTheUserOtherwise() {
    // OpenID Connect Core §8.1: each client, and each API, may know another sub of one user.
    String token = attacks.sessionToken("sid-pairwise");

    Received received = attacks.logout(signals.logout("the-users-other-name", "sid-pairwise"));

    assertThat(received.status()).isEqualTo(200);
    assertThat(attacks.access(token).status()).isEqualTo(401);
  }

  @Test
  void whatIsNoGoodLogoutTokenIsRefusedAndEndsNothing() {
    String sid = "sid-kept";
    String access = attacks.sessionToken(sid);
    Map<String, UnaryOperator<TestToken>> bent =
        Map.ofEntries(
            Map.entry("nonce", t -> t.claim("nonce", "n")),
            Map.entry("no events", t -> t.without("events")),
            Map.entry("events is a list", t -> t.claim("events", List.of())),
            Map.entry("another event", t -> t.claim("events", Map.of("x", Map.of()))),
            Map.entry("neither sub nor sid", t -> t.without("sub").without("sid")),
            Map.entry("sid is a number", t -> t.claim("sid", 7)),
            Map.entry("wrong audience", t -> t.audience("somebody-else")),
            Map.entry("no audience", t -> t.without("aud")),
            Map.entry(
                "expired",
                t -> t.issuedAgo(Duration.ofMinutes(20)).expiresIn(Duration.ofMinutes(-10))),
            Map.entry("no exp", t -> t.without("exp")),
            Map.entry("no iat", t -> t.without("iat")),
            Map.entry("no jti", t -> t.without("jti")),
            Map.entry("from the future", t -> t.issuedAgo(Duration.ofHours(-2))),
            Map.entry("plain JWT", t -> t.header("typ", "JWT")),
            Map.entry("an access token", t -> t.header("typ", "at+jwt")),
            Map.entry("an event", t -> t.header("typ", "secevent+jwt")),
            Map.entry("unknown issuer", t -> t.claim("iss", "https://other.example")));
    bent.forEach(
        (what, change) -> {
          Received received =
              attacks.logout(
                  signals.logoutToken(t -> change.apply(t.subject("user-1").claim("sid", sid))));
          assertThat(received.status()).as(what).isEqualTo(400);
          assertThat(received.body()).as(what).isEqualTo("{\"error\":\"invalid_request\"}");
          assertThat(received.header("Cache-Control")).contains("no-store");
        });
    assertThat(attacks.logout("").status()).isEqualTo(400);
    assertThat(attacks.logout("x".repeat(20_000)).status()).isEqualTo(400);
    String good = signals.logout("user-1", sid);
    assertThat(attacks.logout(good + "&logout_token=" + good).status()).isEqualTo(400);
    assertThat(
            application
                .client()
                .send("POST", "/logout")
                .body("text/plain", good)
                .receive()
                .status())
        .isEqualTo(400);
    assertThat(application.client().get("/logout?logout_token=" + good).receive().status())
        .isEqualTo(405);

    assertThat(attacks.access(access).status()).isEqualTo(200);
    assertThat(attacks.access(good).status())
        .as("a logout token is no access token")
        .isEqualTo(401);
    assertThat(attacks.logout(good).status()).isEqualTo(200);
    assertThat(attacks.access(access).status()).isEqualTo(401);
  }

  @Test
  void anEventIsAcceptedByTheBookAndEndsWhatWasIssuedUntilThen() throws Exception {
    String token = application.issuer.mint(t -> SignalAttacks.readable(t).subject("user-e"));
    assertThat(attacks.access(token).status()).isEqualTo(200);

    Received received = attacks.push(signals.sessionRevoked("user-e", Instant.now()));

    assertThat(received.status()).isEqualTo(202);
    assertThat(received.body()).isEmpty();
    assertThat(attacks.access(token).status()).isEqualTo(401);
    String early = signals.sessionRevoked("user-f", Instant.now().minusSeconds(60));
    String later = application.issuer.mint(t -> SignalAttacks.readable(t).subject("user-f"));
    assertThat(attacks.push(early).status()).isEqualTo(202);
    assertThat(attacks.access(later).status()).as("issued after the event").isEqualTo(200);
    assertThat(attacks.push(early).status()).as("sent again").isEqualTo(202);
    assertThat(attacks.access(later).status()).isEqualTo(200);
  }

  @Test
  void anOlderEventThatComesLateUndoesNoNewerOne() {
    String token =
        application.issuer.mint(
            t -> SignalAttacks.readable(t).subject("late-user").claim("device_id", "late-tablet"));
    long now = Instant.now().getEpochSecond();

    compliance("late-tablet", "not-compliant", now - 10);
    compliance("late-tablet", "compliant", now - 20);
    assertThat(attacks.access(token).status()).isEqualTo(401);
    compliance("late-tablet", "compliant", now - 5);
    assertThat(attacks.access(token).status()).isEqualTo(200);
    compliance("late-tablet", "not-compliant", now - 7);
    assertThat(attacks.access(token).status()).isEqualTo(200);
    assertThat(application.zeroTrust.sessions().device(application.issuer.issuer(), "late-tablet"))
        .hasValueSatisfying(facts -> assertThat(facts.compliant()).isTrue());
  }

  private void compliance(String device, String status, long at) {
    String event =
        signals.event(
            EventKind.DEVICE_COMPLIANCE_CHANGE,
            signals.device(device),
            Map.of("current_status", status, "event_timestamp", at));
    assertThat(attacks.push(event).status()).isEqualTo(202);
  }

  @Test
  void eachKindOfEventDoesWhatTheManualSays() {
    Map<EventKind, Map<String, Object>> ending =
        Map.of(
            EventKind.CREDENTIAL_CHANGE, Map.of("change_type", "revoke"),
            EventKind.ASSURANCE_LEVEL_CHANGE, Map.of("change_direction", "decrease"),
            EventKind.RISK_LEVEL_CHANGE, Map.of("principal", "USER", "current_level", "HIGH"),
            EventKind.TOKEN_CLAIMS_CHANGE, Map.of("claims", Map.of("role", "ro")),
            EventKind.ACCOUNT_DISABLED, Map.of("reason", "hijacking"),
            EventKind.CREDENTIAL_COMPROMISE, Map.of());
    Map<EventKind, Map<String, Object>> recorded =
        Map.of(
            EventKind.CREDENTIAL_CHANGE, Map.of("change_type", "create"),
            EventKind.ASSURANCE_LEVEL_CHANGE, Map.of("change_direction", "increase"),
            EventKind.RISK_LEVEL_CHANGE, Map.of("principal", "USER", "current_level", "LOW"),
            EventKind.VERIFICATION, Map.of("state", "x"),
            EventKind.STREAM_UPDATED, Map.of("status", "paused"));
    ending.forEach((kind, claims) -> assertThat(after(kind, claims)).as("" + kind).isEqualTo(401));
    recorded.forEach(
        (kind, claims) -> assertThat(after(kind, claims)).as("" + kind).isEqualTo(200));
  }

  private int after(EventKind kind, Map<String, Object> claims) {
    String user = "user-" + UUID.randomUUID();
    String token = application.issuer.mint(t -> SignalAttacks.readable(t).subject(user));
    assertThat(attacks.push(signals.event(kind, signals.user(user), claims)).status())
        .isEqualTo(202);
    return attacks.access(token).status();
  }

  @Test
  void whatIsNoGoodEventIsRefusedWithTheErrorOfTheStandard() {
    String user = "user-kept";
    String access = application.issuer.mint(t -> SignalAttacks.readable(t).subject(user));
    Map<String, UnaryOperator<TestToken>> invalid =
        Map.ofEntries(
            Map.entry("exp", t -> t.claim("exp", Instant.now().plusSeconds(60).getEpochSecond())),
            Map.entry("sub", t -> t.subject(user)),
            Map.entry("no events", t -> t.claim("events", Map.of())),
            Map.entry("event is text", t -> t.claim("events", Map.of("x", "y"))),
            Map.entry("no sub_id", t -> t.without("sub_id")),
            Map.entry("sub_id is text", t -> t.claim("sub_id", user)),
            Map.entry("sub_id without format", t -> t.claim("sub_id", Map.of("sub", user))),
            Map.entry("no iat", t -> t.without("iat")),
            Map.entry("no jti", t -> t.without("jti")),
            Map.entry("huge txn", t -> t.claim("txn", "x".repeat(5_000))),
            Map.entry("from the future", t -> t.issuedAgo(Duration.ofHours(-2))),
            Map.entry(
                "timestamp is text",
                t ->
                    t.claim(
                        "events",
                        Map.of(EventKind.SESSION_REVOKED.uri(), Map.of("event_timestamp", "now")))),
            Map.entry("plain JWT", t -> t.header("typ", "JWT")),
            Map.entry("an access token", t -> t.header("typ", "at+jwt")),
            Map.entry("a logout token", t -> t.header("typ", "logout+jwt")));
    invalid.forEach((what, change) -> isRefused(event(user, change), what, "invalid_request"));
    isRefused(event(user, t -> t.audience("other")), "audience", "invalid_audience");
    isRefused(event(user, t -> t.claim("iss", "https://o.example")), "iss", "invalid_issuer");
    isRefused(event(user, t -> t.header("kid", "other")), "kid", "invalid_key");
    isRefused(
        event(user, t -> t.header("jwk", Map.of("kty", "RSA"))), "key in header", "invalid_key");
    isRefused(
        event(
            user,
            t ->
                t.claim(
                    "sub_id",
                    Map.of("format", "iss_sub", "iss", "https://o.example", "sub", user))),
        "another issuer's user",
        "access_denied");
    isRefused(attacks.unsigned("secevent+jwt"), "alg none", "invalid_request");
    isRefused("x".repeat(20_000), "huge", "invalid_request");
    Received wrongSecret =
        application
            .client()
            .send("POST", "/events")
            .bearer("another-secret-of-this-run")
            .body("application/secevent+jwt", event(user, t -> t))
            .receive();
    assertThat(wrongSecret.status()).isEqualTo(401);
    assertThat(wrongSecret.body()).contains("authentication_failed");
    assertThat(
            application
                .client()
                .send("POST", "/events")
                .bearer(TestApplication.PUSH_SECRET)
                .body("application/json", event(user, t -> t))
                .receive()
                .status())
        .isEqualTo(400);

    assertThat(attacks.access(access).status()).isEqualTo(200);
    assertThat(attacks.access(event(user, t -> t)).status()).isEqualTo(401);
    assertThat(attacks.push(event(user, t -> t)).status()).isEqualTo(202);
    assertThat(attacks.access(access).status()).isEqualTo(401);
  }

  private void isRefused(String token, String what, String err) {
    Received received = attacks.push(token);
    assertThat(received.status()).as(what).isEqualTo(400);
    assertThat(received.body()).as(what).startsWith("{\"err\":\"" + err + "\"");
  }

  private String event(String user, UnaryOperator<TestToken> change) {
    return signals.event(EventKind.SESSION_REVOKED, signals.user(user), Map.of(), change);
  }

  @Test
  void anEventAboutSomebodyWhoCannotBeToldIsRecordedAndIgnored() throws Exception {
    String unknown =
        application.issuer.mint(
            t ->
                t.header("typ", "secevent+jwt")
                    .audience(TestApplication.SIGNALS_AUDIENCE)
                    .without("sub")
                    .without("exp")
                    .claim("sub_id", Map.of("format", "email", "email", "a@example.org"))
                    .claim("events", Map.of("https://example.org/unheard-of", Map.of())));

    assertThat(attacks.push(unknown).status()).isEqualTo(202);
    assertThat(
            attacks
                .push(
                    signals.event(
                        EventKind.SESSION_REVOKED,
                        Map.of("format", "email", "email", "b@example.org"),
                        Map.of()))
                .status())
        .isEqualTo(202);
    assertThat(log())
        .anySatisfy(line -> assertThat(line).contains(" other ", "effect=recorded"))
        .anySatisfy(line -> assertThat(line).contains("session-revoked", "effect=recorded"))
        .noneSatisfy(line -> assertThat(line).contains("example.org/unheard-of"))
        .noneSatisfy(line -> assertThat(line).contains("@example.org"));
  }

  @Test
  void usersTestsSendSignalsAsIssuersDo() throws Exception {
    URI base = URI.create("http://127.0.0.1:" + application.port());

    assertThat(
            signals
                .sendLogout(base.resolve("/logout"), signals.logout("user-x", "sid-x"))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            signals
                .push(
                    base.resolve("/events"),
                    TestApplication.PUSH_SECRET,
                    signals.sessionRevoked("user-x", Instant.now()))
                .statusCode())
        .isEqualTo(202);
  }

  private List<String> log() throws Exception {
    List<String> lines = new ArrayList<>();
    AuditReader.forEach(audit, entry -> lines.add(entry.record().describe()));
    return lines;
  }

  private static JsonObject json(byte[] bytes) throws JsonSyntaxException {
    return JsonReader.of(JsonLimits.forResources()).readObject(bytes);
  }

  private static Optional<Path> vectors() throws IOException {
    Path file = Path.of(System.getProperty("zt.shared", ""), "vectors/identity/attacks-dev.jsonl");
    if (Files.isReadable(file)) {
      return Optional.of(file);
    }
    if ("true".equals(System.getenv("ZT_SHARED_REQUIRED"))) {
      throw new IOException("the identity vectors are not there");
    }
    return Optional.empty();
  }
}
