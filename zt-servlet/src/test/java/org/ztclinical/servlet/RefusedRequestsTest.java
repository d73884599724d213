package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.testing.ForgedTokens;

/** Whatever is refused of strangers stands in the audit log, each request once. */
final class RefusedRequestsTest {
  private static final String PATH = "/fhir/Patient/1";
  private static final String URL = "https://ehr.example" + PATH;
  private static final String EVENT = "application/secevent+jwt";

  @TempDir Path directory;

  private final DpopKey key = DpopKey.create(InstantSource.system());

  @ParameterizedTest
  @ValueSource(strings = {"Jetty", "Tomcat"})
  void eachRefusedRequestIsRecordedOnce(String container) throws Exception {
    WebServer.Kind kind = container.equals("Jetty") ? JettyServer::start : TomcatServer::start;
    try (TestApplication application = TestApplication.start(kind, directory)) {
      Map<String, Sending> all = new LinkedHashMap<>();
      tokens(application, all);
      proofs(application, all);
      requests(application, all);
      signals(application, all);
      List<String> answers = new ArrayList<>();

      all.forEach(
          (what, sending) -> {
            Received received = sending.receive();
            answers.add(what + " " + received.status());
            assertThat(received.status()).as(what).isBetween(400, 499);
          });

      assertThat(application.records.seen()).isNull();
      long sent = all.size();
      until(() -> total() >= sent);
      assertThat(total()).as("%s of %s", counts(), answers).isEqualTo(sent);
      assertThat(counts()).containsKeys("token.expired", "session.proof-missing");
    }
  }

  private Map<String, Long> counts() {
    return RefusalLane.counts(directory.resolve("audit"));
  }

  private long total() {
    return counts().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * What comes faster than it is recorded singly is counted, and that written every half second.
   */
  private static void until(Supplier<Boolean> done) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!done.get() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private void tokens(TestApplication application, Map<String, Sending> all) {
    ForgedTokens.of(application.issuer, InstantSource.system(), SenderAttacks::patient)
        .all()
        .forEach(
            (what, token) -> {
              // What a container does not take for a field value never comes to us.
              if (token.chars().allMatch(c -> c > ' ' && c < 0x7F) && token.length() < 4_000) {
                all.put(what, get(application).bearer(token));
              }
            });
    all.put(
        "expired",
        get(application)
            .bearer(
                application.issuer.mint(
                    t -> t.issuedAgo(Duration.ofHours(2)).expiresIn(Duration.ofHours(-1)))));
    all.put(
        "audience",
        get(application).bearer(application.issuer.mint(t -> t.audience("https://o.example"))));
    all.put("none", get(application));
    all.put("basic", get(application).header("Authorization", "Basic dTpw"));
    all.put("two", get(application).bearer("a").bearer("b"));
    all.put("empty", get(application).header("Authorization", "Bearer"));
    all.put("query", application.client().get(PATH + "?access_token=x"));
    all.put(
        "form",
        application
            .client()
            .send("POST", "/fhir/Patient/_search")
            .body(ContentType.FORM, "access_token=x"));
    all.put(
        "large",
        application
            .client()
            .send("POST", "/fhir/Observation")
            .bearer("x")
            .header("Content-Type", "application/fhir+json")
            .announcing(70_000));
  }

  private void proofs(TestApplication application, Map<String, Sending> all) {
    String bound = application.issuer.mint(t -> SenderAttacks.patient(t).boundTo(key));
    DpopKey thief = DpopKey.create(InstantSource.system());
    all.put("bound as bearer", get(application).bearer(bound));
    all.put("no proof", get(application).dpop(bound));
    all.put("two proofs", get(application).dpop(bound, "x", "y"));
    all.put("thief", get(application).dpop(bound, thief.proof("GET", URL, bound)));
    all.put("method", get(application).dpop(bound, key.proof("PUT", URL, bound)));
    all.put("garbage proof", get(application).dpop(bound, "x.y.z"));
    all.put(
        "certificate",
        get(application)
            .bearer(
                application.issuer.mint(
                    t ->
                        SenderAttacks.patient(t)
                            .claim("cnf", Map.of("x5t#S256", "A".repeat(43))))));
    all.put(
        "unbound by dpop",
        get(application)
            .dpop(application.patientToken(), key.proof("GET", URL, application.patientToken())));
  }

  private static void requests(TestApplication application, Map<String, Sending> all) {
    RawClient client = application.client();
    all.put("method override", get(application).header("X-HTTP-Method-Override", "DELETE"));
    all.put("unknown method", client.send("FOO", PATH));
    all.put("no route", client.get("/undeclared"));
    all.put("path", client.get(PATH + ";x=1"));
    all.put("query", client.get(PATH + "?a=%zz"));
    all.put("options", client.send("OPTIONS", PATH));
    all.put("head", client.send("HEAD", PATH));
    all.put(
        "foreign preflight",
        client
            .send("OPTIONS", PATH)
            .header("Origin", "https://evil.example")
            .header("Access-Control-Request-Method", "GET"));
    all.put("charset", client.send("POST", "/login").body("text/plain;charset=utf-7", "x"));
    all.put("forward", client.get("/forward").header("X-To", PATH));
  }

  private static void signals(TestApplication application, Map<String, Sending> all) {
    RawClient client = application.client();
    SignalAttacks attacks = new SignalAttacks(application);
    all.put(
        "logout garbage", client.send("POST", "/logout").body(ContentType.FORM, "logout_token=x"));
    all.put("logout without", client.send("POST", "/logout").body(ContentType.FORM, "x=y"));
    all.put("logout by get", client.get("/logout"));
    all.put("push without secret", client.send("POST", "/events").body(EVENT, "x"));
    all.put("push garbage", attacks.pushing("x"));
    all.put("push of another", attacks.pushing(attacks.revoked(t -> t.audience("other"))));
    all.put("push unsigned", attacks.pushing(attacks.unsigned("secevent+jwt")));
    all.put(
        "push large",
        client.send("POST", "/events").header("Content-Type", EVENT).announcing(70_000));
  }

  private static Sending get(TestApplication application) {
    return application.client().get(PATH);
  }
}
