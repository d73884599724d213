package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers are authenticated by TLS: an unknown or another server gets nothing. */
class TlsTest extends ClientFixture {
  private static final char[] PASSWORD = "test-only".toCharArray();

  private static final Map<String, KeyStore> STORES = new HashMap<>();

  private final AtomicInteger calls = new AtomicInteger();
  private HttpsServer server;

  @AfterEach
  void stopTls() {
    server.stop(0);
  }

  @Test
  void aTrustedServerOfTheRightNameIsCalled() throws Exception {
    SSLContext tls = serve("ip:127.0.0.1");

    Patient patient = read(builder(server()).sslContext(tls));

    assertThat(patient.getIdElement().getIdPart()).isEqualTo("p1");
  }

  @Test
  void aServerNobodyTrustsGetsNothing() throws Exception {
    serve("ip:127.0.0.1");

    assertUnreachable(builder(server()));
  }

  @Test
  void aTrustedCertificateOfAnotherNameGetsNothing() throws Exception {
    SSLContext tls = serve("dns:fhir.example.org");

    assertUnreachable(builder(server()).sslContext(tls));
  }

  private void assertUnreachable(SecuredFhirClients.Builder builder) {
    assertThatThrownBy(() -> read(builder))
        .isInstanceOfSatisfying(
            RemoteCallException.class,
            e -> assertThat(e.reason().code()).isEqualTo(ClientReason.REMOTE_UNREACHABLE));
    assertThat(calls).hasValue(0);
  }

  private Patient read(SecuredFhirClients.Builder builder) {
    return builder
        .build()
        .client(session("patient/Patient.r"))
        .read()
        .resource(Patient.class)
        .withId("p1")
        .execute();
  }

  private SecuredFhirClients.Builder builder(URI base) {
    return SecuredFhirClients.remote(base)
        .dedicatedContext(R4)
        .audit(log)
        .skipServerValidation()
        .clock(clock);
  }

  private URI server() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
  }

  /** Serves with a new certificate of this name; the context given trusts it. */
  private SSLContext serve(String name) throws Exception {
    if (!STORES.containsKey(name)) {
      STORES.put(name, keyStore(name));
    }
    SSLContext tls = context(STORES.get(name));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
          FakeRemote.send(exchange, 200, Fhir.patient("p1").getBytes(StandardCharsets.UTF_8));
        });
    server.start();
    return tls;
  }

  private static SSLContext context(KeyStore store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }

  /** A key of this run with a certificate of its own, by the JDK's keytool. */
  private KeyStore keyStore(String name) throws Exception {
    Path file = directory.resolveSibling(directory.getFileName() + "-tls.p12");
    String options =
        "-genkeypair -alias test -keyalg EC -groupname secp256r1 -dname CN=test -validity 2"
            + " -storetype PKCS12 -storepass test-only -ext san="
            + name;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-keystore", file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      store.setCertificateEntry("trusted", store.getCertificate("test"));
      return store;
    } finally {
      Files.delete(file);
    }
  }
}
