package org.ztclinical.servlet;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ztclinical.ZeroTrust;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.session.DpopRule;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.testing.TestProof;
import org.ztclinical.testing.TestToken;

/** Attacks with tokens that are bound to a key or certificate, over real connections, by id. */
final class SenderAttacks implements AutoCloseable {
  static final String PATH = "/fhir/Patient/1";
  static final String URL = "https://ehr.example" + PATH;

  private static final int HEADER_BYTES = 512 * 1024;

  final DpopKey key = DpopKey.create(InstantSource.system());
  private final TestTls.Identity app;
  private final TestTls.Identity other;
  private final TestApplication application;
  private final TestApplication overTls;
  private final TestApplication withNonces;
  private final ZeroTrust second;
  private final WebServer secondServer;
  private final Map<String, Supplier<List<Received>>> attacks = new LinkedHashMap<>();

  SenderAttacks(Path directory) throws Exception {
    app = TestTls.Identity.create("app");
    other = TestTls.Identity.create("other");
    InMemoryState shared = InMemoryState.create(InstantSource.system());
    DpopRule sharing = DpopRule.standard().usedProofsIn(shared);
    application =
        TestApplication.start(
            (files, starting) -> TomcatServer.withHeaders(HEADER_BYTES, files, starting),
            directory.resolve("plain"),
            settings -> settings.dpop(sharing));
    overTls = TestApplication.start(TomcatServer.over(new TestTls()), directory.resolve("tls"));
    withNonces =
        TestApplication.start(
            JettyServer::start,
            directory.resolve("nonces"),
            settings -> settings.dpop(DpopRule.standard().requireNonce(Duration.ofMinutes(5))));
    second =
        TestApplication.builder(application.issuer, directory.resolve("second"))
            .dpop(sharing)
            .build();
    secondServer =
        JettyServer.start(
            directory,
            context -> {
              ZeroTrustFilter.register(context, second);
              TestApplication.add(context, "records", new RecordsServlet(), "/fhir/*");
            });
    dpop();
    mutualTls();
  }

  Map<String, Supplier<List<Received>>> all() {
    return attacks;
  }

  TestApplication application() {
    return application;
  }

  private void dpop() {
    attacks.put(
        "dpop-01",
        () -> {
          String token = bound();
          return List.of(
              get().bearer(token).receive(),
              get().bearer(token).header("DPoP", key.proof("GET", URL, token)).receive());
        });
    attacks.put(
        "dpop-04",
        () -> {
          String token = bound();
          String proof = key.proof("GET", URL, token);
          return List.of(
              get().dpop(token, proof + "," + proof).receive(),
              get().dpop(token, proof + ", " + key.proof("GET", URL, token)).receive());
        });
    attacks.put(
        "dpop-07",
        () -> {
          String token = bound();
          String url = "https://ehr.example/fhir/Patient/_search";
          return List.of(
              application
                  .client()
                  .send("POST", "/fhir/Patient/_search")
                  .dpop(token, key.proof("GET", url, token))
                  .body(ContentType.FORM, "_id=1")
                  .receive());
        });
    attacks.put(
        "dpop-10",
        () ->
            List.of(
                get(p -> p.claim("htu", "HTTPS://EHR.Example:443/fhir/./Patient/%31")),
                get(p -> p.claim("htu", "https://ehr.example/%66hir/x/../Patient/1?q=1#f"))));
    attacks.put("dpop-13", this::spoofedHost);
    attacks.put(
        "dpop-16",
        () -> {
          String token = bound();
          String proof = key.proof("GET", URL, token);
          Received first = get().dpop(token, proof).receive();
          if (first.status() != 200) {
            throw new IllegalStateException("a good proof is refused: " + first.body());
          }
          RawClient elsewhere = new RawClient(secondServer.port());
          return List.of(elsewhere.get(PATH).dpop(token, proof).receive());
        });
    attacks.put(
        "dpop-19",
        () -> List.of(get(p -> p.id("a".repeat(100_000))), get(p -> p.id("a".repeat(256)))));
    attacks.put("dpop-22", () -> List.of(get(p -> p.madeAgo(Duration.ofSeconds(-33)))));
    attacks.put(
        "dpop-25",
        () -> {
          String token = bound();
          byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
          String hash = hash(payload);
          return List.of(
              get().dpop(token, key.proof("GET", URL, token, p -> p.claim("ath", hash))).receive());
        });
    attacks.put("dpop-28", () -> List.of(get(p -> p.header("jwk", key.privateJwk()))));
    attacks.put("dpop-31", this::withoutNonceAgain);
  }

  private List<Received> spoofedHost() {
    String token = bound();
    String elsewhere = "https://other-api.example" + PATH;
    return List.of("X-Forwarded-Host", "Forwarded", "X-Original-Host").stream()
        .map(
            header ->
                get()
                    .header(
                        header,
                        header.equals("Forwarded") ? "host=other-api.example" : "other-api.example")
                    .header("X-Forwarded-Proto", "https")
                    .dpop(token, key.proof("GET", elsewhere, token))
                    .receive())
        .toList();
  }

  private List<Received> withoutNonceAgain() {
    String token = withNonces.issuer.mint(t -> patient(t).boundTo(key));
    RawClient client = withNonces.client();
    Received challenged = client.get(PATH).dpop(token, key.proof("GET", URL, token)).receive();
    String nonce = challenged.header("DPoP-Nonce").orElseThrow();
    Received served =
        client.get(PATH).dpop(token, key.proof("GET", URL, token, p -> p.nonce(nonce))).receive();
    if (served.status() != 200 || served.header("DPoP-Nonce").isEmpty()) {
      throw new IllegalStateException("a good nonce is refused: " + served.body());
    }
    return List.of(
        challenged,
        client.get(PATH).dpop(token, key.proof("GET", URL, token)).receive(),
        client
            .get(PATH)
            .dpop(token, key.proof("GET", URL, token, p -> p.nonce(nonce.substring(1) + "A")))
            .receive());
  }

  private void mutualTls() {
    attacks.put(
        "mtls-01",
        () -> List.of(tls(new Shown(null), boundTo(app)), tls(new Shown(other), boundTo(app))));
    attacks.put(
        "mtls-04",
        () -> {
          String both =
              overTls.issuer.mint(t -> patient(t).boundTo(app.certificate()).boundTo(key));
          String proof = key.proof("GET", URL, both);
          return List.of(
              tls(new Shown(app), both),
              client(new Shown(null)).get(PATH).dpop(both, proof).receive(),
              client(new Shown(other)).get(PATH).dpop(both, proof).receive());
        });
    attacks.put(
        "mtls-07",
        () -> {
          String ofTheKey = hash(app.certificate().getPublicKey().getEncoded());
          String token =
              overTls.issuer.mint(t -> patient(t).claim("cnf", Map.of("x5t#S256", ofTheKey)));
          return List.of(tls(new Shown(app), token));
        });
    attacks.put(
        "mtls-10",
        () -> {
          Instant now = Instant.now();
          TestTls.Identity expired =
              identity(now.minus(Duration.ofDays(2)), now.minus(Duration.ofMinutes(1)));
          TestTls.Identity early =
              identity(now.plus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)));
          return List.of(
              tls(new Shown(expired), boundTo(expired)), tls(new Shown(early), boundTo(early)));
        });
    attacks.put(
        "mtls-13",
        () -> {
          Shown shown = new Shown(null);
          Received first = tls(shown, overTls.patientToken());
          if (first.status() != 200) {
            throw new IllegalStateException("a plain token is refused: " + first.body());
          }
          shown.client.show(app);
          return List.of(tls(shown, boundTo(app)));
        });
  }

  /** A token for patient 1 that is bound to the key. */
  String bound() {
    return application.issuer.mint(t -> patient(t).boundTo(key));
  }

  private String boundTo(TestTls.Identity identity) {
    return overTls.issuer.mint(t -> patient(t).boundTo(identity.certificate()));
  }

  static TestToken patient(TestToken token) {
    return token.subject("user-1").patient("1").scope("launch/patient patient/*.cruds");
  }

  Sending get() {
    return application.client().get(PATH);
  }

  /** With a good token and a proof, bent. */
  Received get(UnaryOperator<TestProof> change) {
    String token = bound();
    return get().dpop(token, key.proof("GET", URL, token, change)).receive();
  }

  private Received tls(Shown shown, String token) {
    return client(shown).get(PATH).bearer(token).receive();
  }

  private RawClient client(Shown shown) {
    return new RawClient(overTls.port(), shown.client.sockets());
  }

  /** A TLS client that shows a certificate, or none. */
  private static final class Shown {
    private final TestTls.Client client;

    Shown(TestTls.Identity identity) {
      try {
        client = identity == null ? new TestTls.Client() : TestTls.Client.showing(identity);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static TestTls.Identity identity(Instant from, Instant until) {
    try {
      return TestTls.Identity.create("app", from, until);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    secondServer.close();
    second.close();
    application.close();
    overTls.close();
    withNonces.close();
  }
}
