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
 * A search set, and a file of an export, that are larger than the heap pass. {@code
 * -Dzt.stream.megabytes=N} makes them larger.
 */
class SmallHeapTest {
  private static final int MEGABYTES = Integer.getInteger("zt.stream.megabytes", 50);
  private static final int MIB = 1024 * 1024;
  private static final byte[] END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  @Test
  void aSearchSetAsLargeAsTheHeapPassesInLittleOfIt() throws Exception {
    int entries = MEGABYTES * MIB / LargeAnswers.entry(0).getBytes(StandardCharsets.UTF_8).length;

    passesInLittle("entries", entries, (port, tokens) -> list(tokens[1]));
  }

  @Test
  void aFileOfAnExportAsLargeAsTheHeapPassesInLittleOfIt() throws Exception {
    int lines = MEGABYTES * MIB / ExportAnswers.line(0).getBytes(StandardCharsets.UTF_8).length;

    passesInLittle(
        "lines",
        lines,
        (port, tokens) -> {
          head(port, asking(ExportAnswers.START, tokens[2], "export-start"), "202");
          head(port, asking(ExportAnswers.STATUS, tokens[2], "export-status"), "200");
          return asking(ExportAnswers.FILE, tokens[2], "export-file");
        });
  }

  /** Gives the lines of the request for the large answer. */
  private interface Preparing {
    String request(int port, String[] tokens) throws IOException;
  }

  private void passesInLittle(String what, int entries, Preparing preparing) throws Exception {
    Process server = start();
    try (BufferedReader told = reader(server)) {
      String[] address = told.readLine().split(" ");
      int port = Integer.parseInt(address[0]);
      String request = preparing.request(port, address);
      ask(port, request, 2_000);
      ask(server, told);
      long before = ask(server, told);

      long received = ask(port, request, entries);

      long extra = ask(server, told) - before;
      System.out.printf(
          "%d MB of %s, %d MB of them left, %,d KiB more of the heap in use%n",
          MEGABYTES, what, received / MIB, extra / 1024);
      // Every second one may not leave.
      assertThat(received).isGreaterThan(MEGABYTES * (long) MIB * 2 / 5);
      assertThat(extra).isLessThan(8 * MIB);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static String list(String token) {
    return asking("/fhir/Observation?patient=1", token, "large");
  }

  private static String asking(String target, String token, String behaviour) {
    return ("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nPrefer: respond-async\r\n"
            + "Authorization: Bearer %s\r\nX-Behaviour: %s\r\n")
        .formatted(target, token, behaviour);
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
  private static long ask(int port, String request, int entries) throws IOException {
    try (Socket socket = sent(port, request + "X-Entries: " + entries + "\r\n\r\n")) {
      return drain(socket.getInputStream());
    }
  }

  private static void head(int port, String request, String status) throws IOException {
    try (Socket socket = sent(port, request + "\r\n")) {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 " + status);
    }
  }

  private static Socket sent(int port, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
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
