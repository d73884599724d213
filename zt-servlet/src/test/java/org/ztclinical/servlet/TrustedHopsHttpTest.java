package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.request.AddressRange;
import org.ztclinical.request.CertificateHeader;
import org.ztclinical.request.ClientCertificate;
import org.ztclinical.request.TrustedHops;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/**
 * A proxy that ends TLS tells the client's certificate in a header: believed of hops that are
 * trusted with it, and of nobody else. The tests' client is the proxy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedHopsHttpTest {
  private static final AddressRange HERE = AddressRange.of("127.0.0.0/8");

  private final TestTls tls;
  private TestApplication rfc9440;
  private TestApplication envoy;
  private TestApplication addressesOnly;
  private TestApplication nobody;
  private TestTls.Identity app;

  TrustedHopsHttpTest() throws Exception {
    tls = new TestTls();
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    app = TestTls.Identity.create("app");
    TrustedHops none = TrustedHops.none();
    rfc9440 = application(directory.resolve("a"), none.and(CertificateHeader.CLIENT_CERT, HERE));
    envoy = application(directory.resolve("b"), none.and(CertificateHeader.XFCC, HERE));
    addressesOnly = application(directory.resolve("c"), none.and(HERE));
    nobody = application(directory.resolve("d"), none);
  }

  private TestApplication application(Path directory, TrustedHops hops) throws Exception {
    return TestApplication.start(
        TomcatServer.over(tls), directory, builder -> builder.trustedHops(hops));
  }

  @AfterAll
  void stop() {
    rfc9440.close();
    envoy.close();
    addressesOnly.close();
    nobody.close();
  }

  @Test
  void theCertificateThatATrustedHopTellsProvesABoundToken() throws Exception {
    assertThat(to(rfc9440).header("Client-Cert", bytes(app)).receive().status()).isEqualTo(200);
    assertThat(to(envoy).header("X-Forwarded-Client-Cert", element(app)).receive().status())
        .isEqualTo(200);
  }

  @Test
  void aHeaderInAnotherEncodingThanTheHopsIsBelievedOfNobody() throws Exception {
    isRefused(to(envoy).header("Client-Cert", bytes(app)).receive());
    isRefused(to(rfc9440).header("X-Forwarded-Client-Cert", element(app)).receive());
    isRefused(to(addressesOnly).header("Client-Cert", bytes(app)).receive());
    isRefused(to(nobody).header("Client-Cert", bytes(app)).receive());
  }

  @Test
  void theHopsOwnCertificateIsNobodysBehindIt() throws Exception {
    for (TestApplication behind : new TestApplication[] {rfc9440, envoy, addressesOnly}) {
      isRefused(over(TestTls.Client.showing(app), behind).receive());
    }
    assertThat(over(TestTls.Client.showing(app), nobody).receive().status()).isEqualTo(200);
  }

  @Test
  void theFieldTwiceIsABadRequest() throws Exception {
    Received received =
        to(rfc9440).header("Client-Cert", bytes(app)).header("Client-Cert", bytes(app)).receive();

    assertThat(received.status()).isEqualTo(400);
    assertThat(received.header("WWW-Authenticate").orElse(""))
        .contains("error=\"invalid_request\"");
    ContainerContract.tellsNothing(received);
  }

  @Test
  void aChainWithoutTheCertificateAndAHashWithoutItProveNothing() throws Exception {
    isRefused(to(rfc9440).header("Client-Cert-Chain", bytes(app)).receive());
    String hash = "Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688";
    isRefused(to(envoy).header("X-Forwarded-Client-Cert", hash).receive());
    isRefused(to(envoy).header("X-Forwarded-Client-Cert", element(app) + "," + hash).receive());
  }

  @Test
  void theApplicationNeverSeesTheHeader() throws Exception {
    to(rfc9440).header("Client-Cert", bytes(app)).receive();

    assertThat(rfc9440.records.seen().headers()).doesNotContainKey("Client-Cert");
  }

  /**
   * The hop is elsewhere, and whoever connects says to be it, to a container that believes that.
   */
  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For: 10.9.8.7", "Forwarded: for=\"10.9.8.7:1\";by=x"})
  void whoTellsTheAddressOfAHopIsNone(String header, @TempDir Path directory) throws Exception {
    TrustedHops hops =
        TrustedHops.none().and(CertificateHeader.CLIENT_CERT, AddressRange.of("10.9.8.7"));
    for (WebServer.Kind kind :
        List.of(TomcatServer.believingHeadersOver(tls), JettyServer.believingHeadersOver(tls))) {
      Path own = Files.createTempDirectory(directory, "application");
      try (TestApplication application =
          TestApplication.start(kind, own, builder -> builder.trustedHops(hops))) {
        isRefused(
            to(application)
                .header("Client-Cert", bytes(app))
                .header(header.split(": ")[0], header.split(": ")[1])
                .receive());
      }
    }
  }

  @Test
  void otherAddressesInTheHeadersOfAHopAreNothingToIt() throws Exception {
    for (String address : new String[] {"127.0.0.11", "192.0.2.7, 127.0.0.10", "unknown"}) {
      assertThat(
              to(rfc9440)
                  .header("Client-Cert", bytes(app))
                  .header("X-Forwarded-For", address)
                  .header("Forwarded", "for=192.0.2.7;by=127.0.0.1;host=127.0.0.1")
                  .receive()
                  .status())
          .isEqualTo(200);
    }
  }

  private Sending to(TestApplication application) throws Exception {
    return over(new TestTls.Client(), application);
  }

  private Sending over(TestTls.Client client, TestApplication application) {
    String token =
        application.issuer.mint(
            t ->
                t.subject("user-1")
                    .patient("1")
                    .scope("launch/patient patient/*.cruds")
                    .claim(
                        "cnf",
                        Map.of("x5t#S256", ClientCertificate.of(app.certificate()).thumbprint())));
    return new RawClient(application.port(), client.sockets()).get("/fhir/Patient/1").bearer(token);
  }

  private static void isRefused(Received received) {
    assertThat(received.status()).isEqualTo(401);
    assertThat(received.header("WWW-Authenticate").orElse("")).contains("invalid_token");
    ContainerContract.tellsNothing(received);
  }

  private static String bytes(TestTls.Identity identity) throws Exception {
    return ":" + Base64.getEncoder().encodeToString(identity.certificate().getEncoded()) + ":";
  }

  private static String element(TestTls.Identity identity) throws Exception {
    X509Certificate certificate = identity.certificate();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return "By=spiffe://a/b;Cert=\""
        + URLEncoder.encode(pem, StandardCharsets.UTF_8).replace("+", "%20")
        + "\"";
  }
}
