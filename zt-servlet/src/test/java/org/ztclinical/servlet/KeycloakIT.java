package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.json.JsonObject;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.token.Introspection;
import org.ztclinical.token.IssuerProfile;
import org.ztclinical.token.TrustedIssuer;

/**
 * Protected applications against Keycloak itself, started for this: {@code mvn -Pkeycloak}. Where
 * Keycloak does not start, it fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KeycloakIT {
  private static final String PATH = "/fhir/Patient/1";
  private static final String URL = "https://ehr.example" + PATH;

  private final MovedClock clock = new MovedClock();
  private final MovedClock askingClock = new MovedClock();
  private KeycloakRealm keycloak;
  private IdentityApplication application;
  private IdentityApplication overTls;
  private IdentityApplication asking;
  private TestTls.Identity app;
  private TestTls.Identity other;
  private long started;

  /** The real time, and what it was moved by. */
  private static final class MovedClock implements InstantSource {
    private volatile Duration by = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(by);
    }

    void advance(Duration more) {
      by = by.plus(more);
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    app = TestTls.Identity.create("app");
    other = TestTls.Identity.create("other");
    String home = System.getProperty("zt.keycloak.home");
    assertThat(home).as("-Pkeycloak unpacks Keycloak and says where").isNotNull();
    long begin = System.nanoTime();
    keycloak =
        KeycloakRealm.start(
            Path.of(home), TestApplication.BASE_URL, app.certificate(), other.certificate());
    System.out.println("keycloak: started in " + millisSince(begin) + " ms");
    TrustedIssuer trusted = IssuerProfile.keycloak(keycloak.issuer(), TestApplication.BASE_URL);
    application =
        IdentityApplication.start(
            directory.resolve("plain"),
            settings ->
                settings
                    .clock(clock)
                    .trustIssuer(trusted)
                    .backChannelLogout(
                        "/logout", LogoutRule.of(keycloak.issuer(), "clinic-portal")));
    overTls =
        IdentityApplication.start(
            TomcatServer.over(new TestTls()),
            directory.resolve("tls"),
            settings -> settings.trustIssuer(trusted));
    asking =
        IdentityApplication.start(
            directory.resolve("asking"),
            settings -> settings.clock(askingClock).trustIssuer(asked()));
  }

  /** All its tokens are asked about, signed as they are. */
  private TrustedIssuer asked() {
    return TrustedIssuer.of(keycloak.issuer(), TestApplication.BASE_URL)
        .rolesIn("realm_access", "roles")
        .bindingType("kc-jkt-type")
        .introspection(
            Introspection.at(keycloak.introspection())
                .clientSecret("fhir-server", keycloak.serverSecret())
                .tokenPrefix("eyJ"));
  }

  @AfterAll
  void stop() {
    for (AutoCloseable open : new AutoCloseable[] {application, overTls, asking, keycloak}) {
      if (open != null) {
        assertThat(open).satisfies(AutoCloseable::close);
      }
    }
  }

  @BeforeEach
  void begin() {
    started = System.nanoTime();
  }

  @AfterEach
  void tell(TestInfo info) {
    System.out.println("keycloak: " + info.getDisplayName() + " " + millisSince(started) + " ms");
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  @Test
  @Order(1)
  void aTokenByClientCredentialsAndASignedAssertionIsAccepted() throws Exception {
    Received received = application.read(keycloak.clientToken("backend"));

    isServed(received);
    isRefused(application.read(keycloak.clientToken("backend-elsewhere")));
  }

  @Test
  @Order(1)
  void theProfileLoosensNothingThatKeycloakDoesNotNeed(@TempDir Path directory) throws Exception {
    TrustedIssuer strict =
        TrustedIssuer.of(keycloak.issuer(), TestApplication.BASE_URL)
            .jwksUri(URI.create(keycloak.issuer() + "/protocol/openid-connect/certs"));
    String token = keycloak.clientToken("backend");
    SignedJWT read = SignedJWT.parse(token);

    System.out.println(
        "keycloak: typ " + read.getHeader().getType() + ", claims " + claimNames(read));
    try (IdentityApplication without =
        IdentityApplication.start(directory, settings -> settings.trustIssuer(strict))) {
      isRefused(without.read(token));
    }
  }

  private static List<String> claimNames(SignedJWT token) throws ParseException {
    return token.getJWTClaimsSet().getClaims().keySet().stream().sorted().toList();
  }

  @Test
  @Order(2)
  void aTokenBoundToAKeyIsAcceptedWithItsProofAlone() throws Exception {
    DpopKey key = DpopKey.create(InstantSource.system());
    DpopKey thief = DpopKey.create(InstantSource.system());
    String token =
        keycloak.clientToken("backend-dpop", "DPoP", requestProof(key, keycloak.tokenUrl()));

    isServed(get().dpop(token, key.proof("GET", URL, token)).receive());
    isRefused(get().bearer(token).receive());
    isRefused(get().bearer(token).header("DPoP", key.proof("GET", URL, token)).receive());
    isRefused(get().dpop(token, thief.proof("GET", URL, token)).receive());
    assertThatThrownBy(() -> keycloak.clientToken("backend-dpop")).isInstanceOf(IOException.class);
  }

  /** A proof for the token endpoint is of no token. */
  private static String requestProof(DpopKey key, String url) {
    return key.proof("POST", url, "none", proof -> proof.without("ath"));
  }

  @Test
  @Order(3)
  void aTokenBoundToACertificateIsAcceptedWithThatAlone() throws Exception {
    String token = keycloak.clientToken("backend-mtls", TestTls.Client.showing(app));

    isServed(overTls(TestTls.Client.showing(app)).bearer(token).receive());
    isRefused(overTls(new TestTls.Client()).bearer(token).receive());
    isRefused(overTls(TestTls.Client.showing(other)).bearer(token).receive());
    isRefused(get().bearer(token).receive());
    assertThatThrownBy(() -> keycloak.clientToken("backend-mtls", new TestTls.Client()))
        .isInstanceOf(IOException.class);
  }

  @Test
  @Order(4)
  void aBoundTokenStaysBoundWhenKeycloakIsAskedAboutIt() throws Exception {
    DpopKey key = DpopKey.create(InstantSource.system());
    DpopKey thief = DpopKey.create(InstantSource.system());
    String token =
        keycloak.clientToken("backend-dpop", "DPoP", requestProof(key, keycloak.tokenUrl()));
    RawClient client = new RawClient(asking.port());

    isServed(client.get(PATH).dpop(token, key.proof("GET", URL, token)).receive());
    isRefused(asking.read(token));
    isRefused(client.get(PATH).dpop(token, thief.proof("GET", URL, token)).receive());
  }

  @Test
  @Order(5)
  void aTokenThatKeycloakIsAskedAboutEndsWhenItSaysSo() throws Exception {
    String revoked = keycloak.clientToken("backend");
    JsonObject login = keycloak.login();
    String user = KeycloakRealm.token(login);
    isServed(asking.read(revoked));
    isServed(asking.read(user));

    keycloak.revoke("backend", revoked);
    keycloak.logout(login);
    askingClock.advance(Duration.ofSeconds(31));

    isRefused(asking.read(revoked));
    isRefused(asking.read(user));
    isRefused(asking.read(keycloak.clientToken("backend-elsewhere")));
    isServed(asking.read(keycloak.clientToken("backend")));
  }

  @Test
  @Order(6)
  void aLoginThatEndsAtKeycloakEndsHereWithinASecond() throws Exception {
    keycloak.sendLogoutsTo("http://127.0.0.1:" + application.port() + "/logout");
    JsonObject byUser = keycloak.login();
    JsonObject byAdministrator = keycloak.login();
    JsonObject kept = keycloak.login();
    isServed(application.read(KeycloakRealm.token(byUser)));
    isServed(application.read(KeycloakRealm.token(byAdministrator)));

    keycloak.logout(byUser);
    isRefusedWithinASecond("logout by the user", byUser);
    keycloak.endSession(byAdministrator.string("session_state").orElseThrow());
    isRefusedWithinASecond("logout by an administrator", byAdministrator);

    isServed(application.read(KeycloakRealm.token(kept)));
  }

  private void isRefusedWithinASecond(String what, JsonObject login) throws Exception {
    long begin = System.nanoTime();
    Received received = application.read(KeycloakRealm.token(login));
    while (received.status() == 200 && millisSince(begin) < 1_000) {
      TimeUnit.MILLISECONDS.sleep(10);
      received = application.read(KeycloakRealm.token(login));
    }
    System.out.println("keycloak: " + what + " in force after " + millisSince(begin) + " ms");
    isRefused(received);
  }

  @Test
  @Order(7)
  void noTokenByANewKeyIsCalledBadAndNoneByARemovedKeyGood() throws Exception {
    String old = keycloak.clientToken("backend");
    isServed(application.read(old));

    keycloak.addKey("next");
    String fresh = keycloak.clientToken("backend");
    assertThat(keyId(fresh)).isNotEqualTo(keyId(old));
    assertThat(statuses(fresh, old)).containsOnlyKeys(200);

    keycloak.removeKeysExcept("next");
    clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    long begin = System.nanoTime();
    Received received = application.read(old);
    while (received.status() == 200 && millisSince(begin) < 2_000) {
      received = application.read(old);
    }
    System.out.println("keycloak: removed key refused after " + millisSince(begin) + " ms");
    isRefused(received);
    isServed(application.read(fresh));
  }

  private static String keyId(String token) throws ParseException {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  /** How often which status came, while both tokens were used at the same time. */
  private Map<Integer, Integer> statuses(String... tokens) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String token = tokens[i % tokens.length];
        calls.add(() -> application.read(token).status());
      }
      Map<Integer, Integer> counts = new TreeMap<>();
      for (Future<Integer> status : threads.invokeAll(calls)) {
        counts.merge(status.get(), 1, Integer::sum);
      }
      return counts;
    } finally {
      threads.shutdownNow();
    }
  }

  private Sending get() {
    return new RawClient(application.port()).get(PATH);
  }

  private Sending overTls(TestTls.Client client) {
    return new RawClient(overTls.port(), client.sockets()).get(PATH);
  }

  private static void isServed(Received received) {
    assertThat(received.status())
        .as(received.body() + received.header("WWW-Authenticate").orElse(""))
        .isEqualTo(200);
    assertThat(received.body()).contains("Family1");
  }

  private static void isRefused(Received received) {
    assertThat(received.status()).as(received.body()).isEqualTo(401);
    assertThat(received.body()).doesNotContain("Family1");
  }
}
