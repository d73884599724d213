package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A search set that is larger than the heap passes. {@code -Dzt.stream.megabytes=N} makes it
 * larger.
 */
class SmallHeapTest {
  private static final int MEGABYTES = Integer.getInteger("zt.stream.megabytes", 50);
  private static final int MIB = 1024 * 1024;
  private static final byte[] END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  @Test
  void aSearchSetAsLargeAsTheHeapPassesInLittleOfIt() throws Exception {
    int entries = MEGABYTES * MIB / LargeAnswers.entry(0).getBytes(StandardCharsets.UTF_8).length;
    Process server = start();
    try (BufferedReader told = reader(server)) {
      String[] address = told.readLine().split(" ");
      int port = Integer.parseInt(address[0]);
      ask(port, address[1], 2_000);
      ask(server, told);
      long before = ask(server, told);

      long received = ask(port, address[1], entries);

      long extra = ask(server, told) - before;
      System.out.printf(
          "%d MB of entries, %d MB of them left, %,d KiB more of the heap in use%n",
          MEGABYTES, received / MIB, extra / 1024);
      // Every second entry is the other patient's.
      assertThat(received).isGreaterThan(MEGABYTES * (long) MIB * 2 / 5);
      assertThat(extra).isLessThan(8 * MIB);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SmallHeapServer.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static BufferedReader reader(Process server) {
    return new BufferedReader(
        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The most of the heap that was in use since the last time. */
  private static long ask(Process server, BufferedReader told) throws IOException {
    server.getOutputStream().write('\n');
    server.getOutputStream().flush();
    return Long.parseLong(told.readLine());
  }

  /** How many bytes came, given that all of them did. */
  private static long ask(int port, String token, int entries) throws IOException {
    String request =
        "GET /fhir/Observation?patient=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Authorization: Bearer %s\r\nX-Behaviour: large\r\nX-Entries: %d\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(request.formatted(token, entries).getBytes(StandardCharsets.US_ASCII));
      return drain(socket.getInputStream());
    }
  }

  private static long drain(InputStream in) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    byte[] last = new byte[0];
    long all = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      byte[] seen = Arrays.copyOf(last, last.length + n);
      System.arraycopy(buffer, 0, seen, last.length, n);
      last = Arrays.copyOfRange(seen, Math.max(0, seen.length - END.length), seen.length);
      all += n;
    }
    assertThat(last).as("how it ends").isEqualTo(END);
    return all;
  }
}
