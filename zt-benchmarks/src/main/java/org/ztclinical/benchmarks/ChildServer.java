package org.ztclinical.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server in a JVM of its own, so that its processor time can be told from ours. It says {@code
 * ready PORT} on its output, and ends when its input does: a child never outlives its parent.
 */
final class ChildServer implements AutoCloseable {
  private static final String READY = "ready ";

  private final Process process;
  private final int port;

  private ChildServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a main class of our own class path and waits until it is ready. */
  static ChildServer start(Class<?> main, List<String> jvm, List<String> args, Duration patience)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, port), "child-output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new ChildServer(process, port.get(patience.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(main.getSimpleName() + " did not become ready", e);
    }
  }

  /** Passes the output on until it ends: a child with a full pipe would stand still. */
  private static void read(Process process, CompletableFuture<Integer> port) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          port.complete(Integer.parseInt(line.substring(READY.length())));
        }
      }
      port.completeExceptionally(new IOException("the server ended"));
    } catch (IOException | RuntimeException e) {
      port.completeExceptionally(e);
    }
  }

  /** For the child: tells the parent its port, and returns when the parent is gone. */
  static void announceAndWait(int port) throws IOException {
    System.out.println(READY + port);
    System.out.flush();
    while (System.in.read() >= 0) {
      // The parent writes nothing; the end of the stream is its end.
    }
  }

  int port() {
    return port;
  }

  /** Processor time used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
