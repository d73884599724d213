package org.ztclinical.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keycloak as it is distributed, in a process of its own on loopback, with its database beside it.
 * Every start begins with an empty one. It speaks plain HTTP, and TLS for clients with a
 * certificate.
 */
final class KeycloakServer implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(180);

  private final Process process;
  private final Path log;
  private final int port;
  private final int securePort;

  private KeycloakServer(Process process, Path log, int port, int securePort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.securePort = securePort;
  }

  /**
   * Starts it and waits until the realm answers.
   *
   * @param home where it was unpacked
   * @param realm a realm file, complete
   * @param admin the id and secret of the first administrator, a client
   * @param clients certificates that TLS accepts from clients
   */
  static KeycloakServer start(
      Path home, String realm, Map.Entry<String, String> admin, List<Certificate> clients)
      throws Exception {
    Path data = home.resolve("data");
    delete(data);
    Files.createDirectories(data.resolve("import"));
    Files.writeString(data.resolve("import").resolve("clinic-realm.json"), realm);
    store(data.resolve("server.p12"), new TestTls().serverKeys());
    store(data.resolve("clients.p12"), trusting(clients));
    int port = freePort();
    int securePort = freePort();
    Path log = home.resolveSibling("keycloak.log");
    ProcessBuilder builder = new ProcessBuilder(command(home, data, port, securePort));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", admin.getKey());
    builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", admin.getValue());
    builder.environment().put("KC_HTTPS_KEY_STORE_PASSWORD", new String(TestTls.PASSWORD));
    builder.environment().put("KC_HTTPS_TRUST_STORE_PASSWORD", new String(TestTls.PASSWORD));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    KeycloakServer server = new KeycloakServer(process, log, port, securePort);
    try {
      server.awaitRealm();
    } catch (Exception e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static List<String> command(Path home, Path data, int port, int securePort) {
    return List.of(
        "bash",
        home.resolve("bin/kc.sh").toString(),
        "start-dev",
        "--import-realm",
        "--http-host=127.0.0.1",
        "--http-port=" + port,
        "--https-port=" + securePort,
        "--https-key-store-file=" + data.resolve("server.p12"),
        "--https-key-store-type=pkcs12",
        "--https-trust-store-file=" + data.resolve("clients.p12"),
        "--https-trust-store-type=pkcs12",
        "--https-client-auth=request",
        // Whoever asks by which port, the issuer is the same.
        "--hostname=http://127.0.0.1:" + port);
  }

  private static KeyStore trusting(List<Certificate> clients) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, TestTls.PASSWORD);
    for (int i = 0; i < clients.size(); i++) {
      store.setCertificateEntry("client-" + i, clients.get(i));
    }
    return store;
  }

  private static void store(Path file, KeyStore store) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, TestTls.PASSWORD);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void awaitRealm() throws Exception {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(realm())).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IllegalStateException("Keycloak ended while it started: see " + log);
      }
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    throw new IllegalStateException("Keycloak did not start within " + DEADLINE + ": see " + log);
  }

  /** The issuer. */
  String realm() {
    return "http://127.0.0.1:" + port + "/realms/clinic";
  }

  String root() {
    return "http://127.0.0.1:" + port;
  }

  /** Where clients show certificates. */
  String secureRoot() {
    return "https://127.0.0.1:" + securePort;
  }

  /** Ends the processes that were started here: the script, and what it started. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }
}
