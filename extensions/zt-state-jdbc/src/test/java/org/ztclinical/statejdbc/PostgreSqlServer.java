package org.ztclinical.statejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the tests' own: a new cluster in a folder below {@code target}, on a free
 * loopback port, from the binaries that the machine has. PostgreSQL refuses to run as root, so
 * there it runs as the user {@code postgres}.
 */
final class PostgreSqlServer {
  private static final String PASSWORD = "test-" + UUID.randomUUID();
  private static final int PATIENCE_SECONDS = 60;
  private static PostgreSqlServer running;

  private final int port;

  private PostgreSqlServer(int port) {
    this.port = port;
  }

  /** The server of this run, started once; skips the test where there is none, unless required. */
  static synchronized PostgreSqlServer start() throws Exception {
    Optional<Path> binaries = binaries();
    if (binaries.isEmpty()) {
      String reason = "PostgreSQL is not installed: run bin/install-state-servers postgresql";
      assertThat(Boolean.getBoolean("zt.servers.required")).as(reason).isFalse();
      System.out.println("skipped: " + reason);
      assumeTrue(false, reason);
    }
    if (running == null) {
      running = start(binaries.orElseThrow());
    }
    return running;
  }

  TestStores stores() {
    return new TestStores(url(), "state", PASSWORD);
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private static PostgreSqlServer start(Path binaries) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "postgresql-");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    Path cluster = Files.createDirectory(folder.resolve("cluster"));
    own(folder, password, cluster);
    run(
        folder,
        binaries.resolve("initdb").toString(),
        "--pgdata=" + cluster,
        "--username=state",
        "--auth=scram-sha-256",
        "--pwfile=" + password,
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync");
    int port = freePort();
    Process server =
        process(
                folder,
                binaries.resolve("postgres").toString(),
                "-D",
                cluster.toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=" + folder,
                "-c",
                "fsync=off")
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
    PostgreSqlServer started = new PostgreSqlServer(port);
    started.await(server, folder);
    return started;
  }

  private void await(Process server, Path folder) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try (Connection connection = DriverManager.getConnection(url(), "state", PASSWORD)) {
        assertThat(connection.isValid(1)).isTrue();
        return;
      } catch (SQLException e) {
        boolean late = System.nanoTime() > deadline || !server.isAlive();
        assertThat(late).as("did not start: %s", log(folder)).isFalse();
        Thread.sleep(100);
      }
    }
  }

  private static Optional<Path> binaries() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      folders.add(Path.of(folder));
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.sorted(Comparator.reverseOrder()).forEach(v -> folders.add(v.resolve("bin")));
      }
    }
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
        .findFirst();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void own(Path... paths) throws IOException {
    if (isRoot()) {
      for (Path path : paths) {
        Files.setOwner(
            path,
            path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
      }
    }
  }

  private static ProcessBuilder process(Path folder, String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
  }

  private static void run(Path folder, String... command) throws Exception {
    Process process = process(folder, command).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(ended && process.exitValue() == 0).as("%s: %s", command[0], log(folder)).isTrue();
  }

  private static String log(Path folder) throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readString(log) : "no log";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void stop(Process server, Path folder) {
    try {
      // SIGINT is PostgreSQL's fast shutdown; Java has no call for it.
      new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException | InterruptedException e) {
      server.destroyForcibly();
    }
  }
}
