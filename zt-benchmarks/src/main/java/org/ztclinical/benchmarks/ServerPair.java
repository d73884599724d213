package org.ztclinical.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ztclinical.testing.JwksServer;

/** A server twice, each in a JVM of its own: as it is, and protected. */
final class ServerPair implements AutoCloseable {
  private final String name;
  private final List<Request> requests;
  private final ChildServer unprotectedServer;
  private final ChildServer protectedServer;
  private final List<Closeable> behind;

  private ServerPair(
      String name,
      List<Request> requests,
      ChildServer unprotectedServer,
      ChildServer protectedServer,
      List<Closeable> behind) {
    this.name = name;
    this.requests = requests;
    this.unprotectedServer = unprotectedServer;
    this.protectedServer = protectedServer;
    this.behind = behind;
  }

  /** Two {@link LightFhirServer}s; the audit log is below this folder. */
  static ServerPair light(Path folder) throws IOException, InterruptedException {
    SampleTokens tokens = new SampleTokens(1);
    JwksServer keys = tokens.issuer().serve();
    List<String> jvm = List.of("-Xms256m", "-Xmx512m");
    Duration patience = Duration.ofSeconds(60);
    List<String> protection =
        List.of(
            tokens.issuer().issuer(), keys.uri().toString(), folder.resolve("audit").toString());
    return new ServerPair(
        "canned answers",
        List.of(
            new Request("read", SampleGuard.READ, tokens.first(), 1_000),
            new Request("search, 20 entries", SampleGuard.SEARCH, tokens.first(), 20_000)),
        ChildServer.start(LightFhirServer.class, jvm, List.of(), patience),
        ChildServer.start(LightFhirServer.class, jvm, protection, patience),
        List.of(keys::close));
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
      for (Closeable resource : behind) {
        resource.close();
      }
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
