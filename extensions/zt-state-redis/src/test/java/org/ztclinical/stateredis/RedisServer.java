package org.ztclinical.stateredis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Redis of the tests' own, on a free loopback port, in a folder below {@code target}, with a
 * password.
 */
final class RedisServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final String password = "test-" + UUID.randomUUID();
  private final Path folder;
  private final int port;
  private final List<String> settings;
  private Process process;

  private RedisServer(Path folder, int port, List<String> settings, Path binary) throws Exception {
    this.folder = folder;
    this.port = port;
    this.settings = new ArrayList<>(List.of(binary.toString()));
    this.settings.addAll(
        List.of(
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.toString(),
            "--requirepass",
            password,
            "--save",
            ""));
    this.settings.addAll(settings);
    start();
  }

  /** Skips the test where there is none, unless required. */
  static RedisServer start(String... settings) throws Exception {
    Optional<Path> binary = binary();
    if (binary.isEmpty()) {
      String reason = "Redis is not installed: run bin/install-state-servers redis-server";
      assertThat(Boolean.getBoolean("zt.servers.required")).as(reason).isFalse();
      System.out.println("skipped: " + reason);
      assumeTrue(false, reason);
    }
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "redis-");
    return new RedisServer(folder, freePort(), List.of(settings), binary.orElseThrow());
  }

  RedisURI uri() {
    return RedisURI.Builder.redis("127.0.0.1", port).withPassword(password.toCharArray()).build();
  }

  String password() {
    return password;
  }

  /** Ends the process and starts it again, at the same port, with what it wrote to disk. */
  void restart() throws Exception {
    stop();
    start();
  }

  /** Lets it answer nothing any more, with its connections open. */
  void freeze() throws Exception {
    signal("-STOP");
  }

  void thaw() throws Exception {
    signal("-CONT");
  }

  private void signal(String name) throws Exception {
    assertThat(new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private void start() throws Exception {
    process =
        new ProcessBuilder(settings)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!accepts()) {
      boolean late = System.nanoTime() > deadline || !process.isAlive();
      assertThat(late).as("%s", Files.readString(folder.resolve("log"))).isFalse();
      Thread.sleep(20);
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> binary() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      for (String name : List.of("redis-server", "valkey-server")) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void stop() throws Exception {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws Exception {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
