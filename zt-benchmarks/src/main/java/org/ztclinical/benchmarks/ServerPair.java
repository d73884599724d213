package org.ztclinical.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ztclinical.testing.JwksServer;

/** A server twice, each in a JVM of its own: as it is, and protected. */
final class ServerPair implements AutoCloseable {
  /** A first start fills a database. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final String name;
  private final List<Request> requests;
  private final ChildServer unprotectedServer;
  private final ChildServer protectedServer;
  private final JwksServer keys;

  private ServerPair(
      String name,
      List<Request> requests,
      ChildServer unprotectedServer,
      ChildServer protectedServer,
      JwksServer keys) {
    this.name = name;
    this.requests = requests;
    this.unprotectedServer = unprotectedServer;
    this.protectedServer = protectedServer;
    this.keys = keys;
  }

  /** Two {@link LightFhirServer}s; the audit log is below this folder. */
  static ServerPair light(Path folder) throws IOException, InterruptedException {
    return start(
        "canned answers",
        LightFhirServer.class,
        List.of("-Xms256m", "-Xmx512m"),
        List.of(),
        List.of(),
        folder.resolve("light"),
        SampleRecords.PATIENT);
  }

  /**
   * Two {@link ClinicServer}s; the audit log is below this folder. The databases are kept for the
   * next run: filling them takes minutes.
   */
  static ServerPair clinic(Path folder) throws IOException, InterruptedException {
    Path data = Scratch.parent().resolve("clinic-under-load");
    return start(
        "clinic",
        ClinicServer.class,
        List.of("-Xms1g", "-Xmx1g"),
        List.of(data.resolve("unprotected").toString()),
        List.of(data.resolve("protected").toString()),
        folder.resolve("clinic"),
        ClinicServer.patient());
  }

  private static ServerPair start(
      String name,
      Class<?> main,
      List<String> jvm,
      List<String> plainArgs,
      List<String> guardedArgs,
      Path audit,
      String patient)
      throws IOException, InterruptedException {
    SampleTokens tokens = new SampleTokens(1, patient);
    JwksServer keys = tokens.issuer().serve();
    List<String> protection = new ArrayList<>(guardedArgs);
    protection.addAll(List.of(tokens.issuer().issuer(), keys.uri().toString(), audit.toString()));
    List<AutoCloseable> started = new ArrayList<>(List.of(keys));
    try {
      ChildServer plain = ChildServer.start(main, jvm, plainArgs, PATIENCE);
      started.add(plain);
      ChildServer guarded = ChildServer.start(main, jvm, protection, PATIENCE);
      return new ServerPair(name, requests(patient, tokens.first()), plain, guarded, keys);
    } catch (IOException | InterruptedException e) {
      closeAll(started, e);
      throw e;
    }
  }

  /** After a start that failed: nothing may keep this process alive. */
  private static void closeAll(List<AutoCloseable> started, Exception failure) {
    for (AutoCloseable resource : started) {
      try {
        resource.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }

  private static List<Request> requests(String patient, String token) {
    return List.of(
        new Request("read", "/fhir/Patient/" + patient, token, 1_000),
        new Request(
            "search, 20 entries",
            "/fhir/Observation?patient=" + patient + "&_count=20",
            token,
            15_000));
  }

  /** What kind of server. */
  String name() {
    return name;
  }

  /** What is asked of both. */
  List<Request> requests() {
    return requests;
  }

  ChildServer unprotectedServer() {
    return unprotectedServer;
  }

  ChildServer protectedServer() {
    return protectedServer;
  }

  @Override
  public void close() throws IOException {
    try (unprotectedServer;
        protectedServer) {
      keys.close();
    }
  }

  /**
   * What a connection asks.
   *
   * @param name for the table
   * @param target path and query
   * @param token the same for all connections, so that it is cached after the first request
   * @param minBytes a shorter body is not the answer that is to be measured
   */
  record Request(String name, String target, String token, long minBytes) {
    /** Without the token. */
    @Override
    public String toString() {
      return name;
    }
  }
}
