package org.ztclinical.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** One server with the request that is sent to it and the answer that it gives. */
final class LoadSide {
  private static final int CONNECTIONS = 32;

  private final ChildServer server;
  private final byte[] request;
  private final LoadConnection.Answer expected;

  private LoadSide(ChildServer server, byte[] request, LoadConnection.Answer expected) {
    this.server = server;
    this.request = request;
    this.expected = expected;
  }

  /** Asks once, to know the answer; any but a good one ends the measurement. */
  static LoadSide of(ChildServer server, ServerPair.Request request) throws IOException {
    byte[] bytes = LoadConnection.get(server.port(), request.target(), request.token());
    try (LoadConnection connection = LoadConnection.open(server.port())) {
      LoadConnection.Answer answer = connection.exchange(bytes);
      if (answer.status() != 200 || answer.bytes() < request.minBytes()) {
        throw new IOException("not the answer that is to be measured: " + answer);
      }
      return new LoadSide(server, bytes, answer);
    }
  }

  /** Asks on all connections for so long. */
  Turn turn(long millis) throws IOException, InterruptedException {
    Duration serverBefore = server.cpu();
    Duration ownBefore = ownCpu();
    Producers.Result result =
        Producers.run(CONNECTIONS, millis, () -> new Asking(LoadConnection.open(server.port())));
    return new Turn(
        result,
        server.cpu().minus(serverBefore),
        ownCpu().minus(ownBefore),
        Duration.ofMillis(millis));
  }

  private static Duration ownCpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Duration.ofNanos(system.getProcessCpuTime())
        : Duration.ZERO;
  }

  /** One connection that asks again and again. */
  private final class Asking implements Producers.Work {
    private final LoadConnection connection;

    Asking(LoadConnection connection) {
      this.connection = connection;
    }

    @Override
    public void once() throws IOException {
      LoadConnection.Answer answer = connection.exchange(request);
      // A server may name the moment of the answer in its body, so sizes may differ by a little.
      if (answer.status() != expected.status()
          || Math.abs(answer.bytes() - expected.bytes()) > expected.bytes() / 20) {
        throw new IOException("expected " + expected + ", got " + answer);
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /**
   * What one turn gave.
   *
   * @param serverCpu processor time of the server's process
   * @param ownCpu processor time of ours
   * @param wall how long it took
   */
  record Turn(Producers.Result result, Duration serverCpu, Duration ownCpu, Duration wall) {
    double serverMicrosPerRequest() {
      return serverCpu.toNanos() / 1e3 / (result.perSecond() * wall.toMillis() / 1e3);
    }
  }
}
