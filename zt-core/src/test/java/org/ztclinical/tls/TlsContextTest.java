package org.ztclinical.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.notice.Notice;

class TlsContextTest {
  @TempDir Path files;
  private TestAuthority authority;
  private Path anchors;

  @BeforeEach
  void authority() throws Exception {
    authority = new TestAuthority("authority");
    anchors = TestAuthority.write(files.resolve("ca.pem"), authority.certificate);
  }

  @Test
  void bothSidesProveThemselvesByTheirFiles() throws Exception {
    try (TlsContext server = context(authority.issue("localhost"), "server");
        TlsContext client = context(authority.issue("client"), "client")) {
      assertThat(handshake(server, client)).isPresent();
    }
  }

  @Test
  void aPeerOfAnotherAuthorityIsRefused() throws Exception {
    try (TlsContext server = context(authority.issue("localhost"), "server");
        TlsContext client = context(new TestAuthority("other").issue("client"), "client")) {
      assertThat(handshake(server, client)).isEmpty();
    }
  }

  @Test
  void withoutTrustNobodyIsTrusted() throws Exception {
    TestAuthority.Leaf leaf = authority.issue("localhost");
    Path certificate = leaf.write(files, "server");
    try (TlsContext server =
            TlsContext.builder(TlsFiles.pem(certificate, files.resolve("server.key"))).build();
        TlsContext client = context(authority.issue("client"), "client")) {
      assertThat(handshake(server, client)).isEmpty();
      assertThat(server.verifyClient(leaf.certificate())).isFalse();
    }
  }

  @Test
  void aRenewedCertificateIsShownWithoutARestart() throws Exception {
    List<Notice.Kind> notices = new CopyOnWriteArrayList<>();
    TestAuthority.Leaf first = authority.issue("localhost");
    first.write(files, "server");
    try (TlsContext server =
            TlsContext.builder(own("server"))
                .reloadEvery(Duration.ofMillis(100))
                .notices(notice -> notices.add(notice.kind()))
                .build();
        TlsContext client = context(authority.issue("client"), "client")) {
      assertThat(handshake(server, client)).contains(first.certificate());
      TestAuthority.Leaf second = authority.issue("localhost");
      second.write(files, "server");
      assertThat(server.reload()).isTrue();

      assertThat(handshake(server, client)).contains(second.certificate());
      assertThat(notices).contains(Notice.Kind.TLS_FILES_LOADED);
    }
  }

  @Test
  void aChangedFileIsNoticedByItself() throws Exception {
    CompletableFuture<Notice> loaded = new CompletableFuture<>();
    authority.issue("localhost").write(files, "server");
    try (TlsContext server =
        TlsContext.builder(own("server"))
            .reloadEvery(Duration.ofMillis(100))
            .notices(loaded::complete)
            .build()) {
      TestAuthority.write(anchors, authority.certificate, new TestAuthority("another").certificate);

      assertThat(loaded.get(20, TimeUnit.SECONDS).kind()).isEqualTo(Notice.Kind.TLS_FILES_LOADED);
      assertThat(server.sslContext()).isNotNull();
    }
  }

  @Test
  void filesThatAreNotGoodLeaveTheLastGoodOnesInUse() throws Exception {
    List<Notice.Kind> notices = new CopyOnWriteArrayList<>();
    TestAuthority.Leaf leaf = authority.issue("localhost");
    leaf.write(files, "server");
    try (TlsContext server =
            TlsContext.builder(own("server")).notices(n -> notices.add(n.kind())).build();
        TlsContext client = context(authority.issue("client"), "client")) {
      TestAuthority.write(
          files.resolve("server.key"),
          "PRIVATE KEY",
          TestAuthority.keys().getPrivate().getEncoded());

      assertThat(server.reload()).isFalse();
      assertThat(notices).containsExactly(Notice.Kind.TLS_FILES_REFUSED);
      assertThat(handshake(server, client)).contains(leaf.certificate());
    }
  }

  @Test
  void aWithdrawnAuthorityIsNotTrustedAfterTheReloadEvenOnAnOpenConnection() throws Exception {
    TestAuthority.Leaf client = authority.issue("client");
    authority.issue("localhost").write(files, "server");
    try (TlsContext server = TlsContext.builder(own("server")).build()) {
      assertThat(server.verifyClient(client.certificate())).isTrue();
      TestAuthority.write(anchors, new TestAuthority("successor").certificate);
      assertThat(server.reload()).isTrue();

      assertThat(server.verifyClient(client.certificate())).isFalse();
    }
  }

  @Test
  void aRevokedCertificateIsRefusedAndSoIsOneOfWhichNothingIsKnown() throws Exception {
    TestAuthority.Leaf good = authority.issue("client");
    TestAuthority.Leaf revoked = authority.issue("client");
    Path list = crl(authority, revoked.certificate());
    authority.issue("localhost").write(files, "server");
    try (TlsContext server =
        TlsContext.builder(own("server").revocation(RevocationPolicy.lists(list))).build()) {
      assertThat(server.verifyClient(good.certificate())).isTrue();
      assertThat(server.verifyClient(revoked.certificate())).isFalse();
      crl(new TestAuthority("somebody else"));
      assertThat(server.reload()).isTrue();
      assertThat(server.verifyClient(good.certificate())).isFalse();
    }
  }

  @Test
  void ofAListThatIsOutOfDateTheRevokedStayRevoked() throws Exception {
    TestAuthority.Leaf good = authority.issue("client");
    TestAuthority.Leaf revoked = authority.issue("client");
    Path list = files.resolve("list.pem");
    Instant lastWeek = Instant.now().minus(Duration.ofDays(7));
    TestAuthority.write(
        list, "X509 CRL", authority.revoke(lastWeek, revoked.certificate()).getEncoded());
    authority.issue("localhost").write(files, "server");
    RevocationPolicy strict = RevocationPolicy.lists(list);
    try (TlsContext closed = TlsContext.builder(own("server").revocation(strict)).build();
        TlsContext open =
            TlsContext.builder(own("server").revocation(strict.acceptWhenUnknown())).build()) {
      assertThat(closed.verifyClient(good.certificate())).isFalse();
      assertThat(open.verifyClient(good.certificate())).isTrue();
      assertThat(open.verifyClient(revoked.certificate())).isFalse();

      crl(authority, revoked.certificate());
      assertThat(closed.reload()).isTrue();
      assertThat(closed.verifyClient(good.certificate())).isTrue();
      assertThat(closed.verifyClient(revoked.certificate())).isFalse();
    }
  }

  @Test
  void aListenerThatFailsKeepsNoChangeFromBeingNoticed() throws Exception {
    TestAuthority.Leaf client = authority.issue("client");
    authority.issue("localhost").write(files, "server");
    AtomicInteger told = new AtomicInteger();
    try (TlsContext server =
        TlsContext.builder(own("server"))
            .reloadEvery(Duration.ofMillis(100))
            .notices(
                notice -> {
                  told.incrementAndGet();
                  throw new IllegalStateException("a listener fails");
                })
            .build()) {
      TestAuthority.write(anchors, authority.certificate, new TestAuthority("more").certificate);
      until(() -> told.get() > 0);
      TestAuthority.write(anchors, new TestAuthority("successor").certificate);
      until(() -> !server.verifyClient(client.certificate()));

      assertThat(server.verifyClient(client.certificate())).isFalse();
    }
  }

  private static void until(BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void spiffePeersAreThoseOfTheTrustDomain() throws Exception {
    TestAuthority.Leaf own = workload("spiffe://hospital.example/ehr");
    TestAuthority.write(files.resolve("svid.pem"), own.certificate());
    TestAuthority.write(files.resolve("svid_key.pem"), "PRIVATE KEY", own.key().getEncoded());
    TestAuthority.write(files.resolve("svid_bundle.pem"), authority.certificate);
    try (TlsContext server =
        TlsContext.builder(TlsFiles.spiffe(files, "hospital.example")).build()) {
      assertThat(server.verifyClient(workload("spiffe://hospital.example/lab").certificate()))
          .isTrue();
      assertThat(server.verifyClient(workload("spiffe://other.example/lab").certificate()))
          .isFalse();
      assertThat(
              server.verifyClient(
                  workload("spiffe://hospital.example/a", "spiffe://hospital.example/b")
                      .certificate()))
          .as("two URIs are no id")
          .isFalse();
      assertThat(server.verifyClient(authority.issue("lab").certificate())).isFalse();
    }
  }

  @Test
  void eachFaultNamesItsFileAndSaysWhatItIs() throws Exception {
    TestAuthority.Leaf leaf = authority.issue("localhost");
    leaf.write(files, "server");
    authority.issue(Instant.now().minus(Duration.ofDays(3))).write(files, "ended");
    Path garbage = Files.writeString(files.resolve("garbage.pem"), "nothing of the kind");

    faults(TlsFiles.pem(files.resolve("absent.pem"), files.resolve("server.key")), "UNREADABLE");
    faults(TlsFiles.pem(garbage, files.resolve("server.key")), "MALFORMED");
    faults(TlsFiles.pem(files.resolve("server.pem"), garbage), "MALFORMED");
    faults(TlsFiles.pem(files.resolve("ended.pem"), files.resolve("server.key")), "KEY_MISMATCH");
    faults(TlsFiles.pem(files.resolve("ended.pem"), files.resolve("ended.key")), "NOT_VALID_NOW");
    faults(TlsFiles.pkcs12(garbage, "x".toCharArray()), "PASSWORD");
    faults(own("server").trust(garbage), "MALFORMED");
  }

  private static void faults(TlsFiles given, String kind) {
    assertThatThrownBy(() -> TlsContext.builder(given).build())
        .as(kind)
        .isInstanceOfSatisfying(
            TlsException.class,
            e -> {
              assertThat(e.kind().name()).isEqualTo(kind);
              assertThat(e).hasMessageContaining(".pem").hasMessageMatching(".*: .*");
            });
  }

  private TestAuthority.Leaf workload(String... ids) throws Exception {
    return authority.issue(
        Instant.now(),
        List.of(ids).stream()
            .map(id -> new GeneralName(GeneralName.uniformResourceIdentifier, id))
            .toArray(GeneralName[]::new));
  }

  private Path crl(TestAuthority by, X509Certificate... revoked) throws Exception {
    return TestAuthority.write(
        files.resolve("list.pem"), "X509 CRL", by.revoke(revoked).getEncoded());
  }

  private TlsFiles own(String name) {
    return TlsFiles.pem(files.resolve(name + ".pem"), files.resolve(name + ".key")).trust(anchors);
  }

  private TlsContext context(TestAuthority.Leaf leaf, String name) throws TlsException {
    leaf.write(files, name);
    return TlsContext.builder(own(name)).build();
  }

  /** The server's certificate as the client saw it, when a byte of each went across. */
  private static Optional<X509Certificate> handshake(TlsContext server, TlsContext client)
      throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setNeedClientAuth(true);
      listening.setSoTimeout(20_000);
      CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(() -> serve(listening));
      Optional<X509Certificate> seen = connect(client, listening.getLocalPort());
      return served.get(20, TimeUnit.SECONDS) ? seen : Optional.empty();
    }
  }

  private static boolean serve(SSLServerSocket listening) {
    try (SSLSocket accepted = (SSLSocket) listening.accept()) {
      accepted.setSoTimeout(20_000);
      accepted.getOutputStream().write(accepted.getInputStream().read());
      accepted.getOutputStream().flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<X509Certificate> connect(TlsContext client, int port) {
    try (SSLSocket socket =
        (SSLSocket)
            client
                .sslContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(7);
      socket.getOutputStream().flush();
      return socket.getInputStream().read() == 7
          ? Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0])
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
