package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.request.ClientCertificate;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/** Tokens that are bound to a client certificate (RFC 8705 §3), over real TLS connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MutualTlsContract {
  private final Function<TestTls, WebServer.Kind> kind;
  private TestApplication application;
  private TestTls.Identity app;
  private TestTls.Identity other;

  MutualTlsContract(Function<TestTls, WebServer.Kind> kind) {
    this.kind = kind;
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    application = TestApplication.start(kind.apply(new TestTls()), directory);
    app = TestTls.Identity.create("app");
    other = TestTls.Identity.create("other");
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void aBoundTokenWorksOverAConnectionThatProvedItsCertificate() throws Exception {
    Received received = get(TestTls.Client.showing(app)).bearer(boundTo(app)).receive();

    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.body()).contains("Family1");
  }

  @Test
  void aBoundTokenIsRefusedWithoutACertificateAndWithAnother() throws Exception {
    isRefused(get(new TestTls.Client()).bearer(boundTo(app)).receive());
    isRefused(get(TestTls.Client.showing(other)).bearer(boundTo(app)).receive());
  }

  @Test
  void aThumbprintOfTheKeyIsNotOneOfTheCertificate() throws Exception {
    String ofTheKey = hash(app.certificate().getPublicKey().getEncoded());

    isRefused(get(TestTls.Client.showing(app)).bearer(bound(ofTheKey)).receive());
  }

  @Test
  void aCertificateOutsideOfItsDatesProvesNothing() throws Exception {
    Instant now = Instant.now();
    TestTls.Identity expired =
        TestTls.Identity.create(
            "app", now.minus(Duration.ofDays(2)), now.minus(Duration.ofSeconds(5)));
    TestTls.Identity early =
        TestTls.Identity.create(
            "app", now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(2)));

    isRefused(get(TestTls.Client.showing(expired)).bearer(boundTo(expired)).receive());
    isRefused(get(TestTls.Client.showing(early)).bearer(boundTo(early)).receive());
  }

  @Test
  void aResumedSessionHasNoCertificateThatWasNotProvenWhenItBegan() throws Exception {
    TestTls.Client client = new TestTls.Client();
    assertThat(get(client).bearer(application.patientToken()).receive().status()).isEqualTo(200);
    client.show(app);

    // In a full handshake it would show its certificate now, as in the first test.
    isRefused(get(client).bearer(boundTo(app)).receive());
  }

  @Test
  void aTokenThatIsNotBoundWorksWithAndWithoutACertificate() throws Exception {
    for (TestTls.Client client :
        new TestTls.Client[] {new TestTls.Client(), TestTls.Client.showing(app)}) {
      Received received = get(client).bearer(application.patientToken()).receive();

      assertThat(received.status()).isEqualTo(200);
    }
  }

  @Test
  void aHeaderThatTellsOfACertificateProvesNothing() throws Exception {
    String encoded = Base64.getEncoder().encodeToString(app.certificate().getEncoded());
    for (TestTls.Client client :
        new TestTls.Client[] {new TestTls.Client(), TestTls.Client.showing(other)}) {
      isRefused(
          get(client)
              .header("Client-Cert", ":" + encoded + ":")
              .header("X-Forwarded-Client-Cert", "Cert=\"" + encoded + "\"")
              .header("ssl_client_cert", encoded)
              .header("X-SSL-Client-Cert", encoded)
              .bearer(boundTo(app))
              .receive());
    }
  }

  private Sending get(TestTls.Client client) {
    return new RawClient(application.port(), client.sockets()).get("/fhir/Patient/1");
  }

  private String boundTo(TestTls.Identity identity) {
    return bound(ClientCertificate.of(identity.certificate()).thumbprint());
  }

  private String bound(String thumbprint) {
    return application.issuer.mint(
        token ->
            token
                .subject("user-1")
                .patient("1")
                .scope("launch/patient patient/*.cruds")
                .claim("cnf", Map.of("x5t#S256", thumbprint)));
  }

  private static String hash(byte[] bytes) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static void isRefused(Received received) {
    ContainerContract.isOutcome(received, 401);
    assertThat(received.header("WWW-Authenticate").orElse(""))
        .startsWith("Bearer error=\"invalid_token\"");
  }
}
