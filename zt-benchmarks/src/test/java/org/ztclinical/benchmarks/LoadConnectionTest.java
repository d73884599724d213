package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ztclinical.benchmarks.LoadConnection.Answer;

class LoadConnectionTest {
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void anAnswerOfKnownLengthIsReadToItsEnd() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

    assertThat(exchange()).isEqualTo(new Answer(200, 5));
  }

  @Test
  void anAnswerInChunksIsReadToItsEnd() throws Exception {
    answer(
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5;name=value\r\nhello\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");

    assertThat(exchange()).isEqualTo(new Answer(404, 15));
  }

  @Test
  void aConnectionThatTheServerEndedIsOpenedAnew() throws Exception {
    String last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab";
    answer(last, last);

    try (LoadConnection connection = LoadConnection.open(server.getLocalPort())) {
      assertThat(connection.exchange(request())).isEqualTo(new Answer(200, 2));
      assertThat(connection.exchange(request())).isEqualTo(new Answer(200, 2));
    }
  }

  @Test
  void anAnswerThatBreaksOffIsAnError() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");

    assertThatThrownBy(this::exchange).isInstanceOf(EOFException.class);
  }

  private Answer exchange() throws IOException {
    try (LoadConnection connection = LoadConnection.open(server.getLocalPort())) {
      return connection.exchange(request());
    }
  }

  private byte[] request() {
    return LoadConnection.get(server.getLocalPort(), "/fhir/Patient/1", "token");
  }

  /** Takes one connection after the other and gives each one answer. */
  private void answer(String... answers) {
    Thread thread =
        new Thread(
            () -> {
              for (String answer : answers) {
                answerOne(answer);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void answerOne(String answer) {
    try (Socket socket = server.accept()) {
      BufferedReader request =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = request.readLine();
      while (!line.isEmpty()) {
        line = request.readLine();
      }
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
