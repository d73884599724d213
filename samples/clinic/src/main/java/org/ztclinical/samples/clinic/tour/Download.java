package org.ztclinical.samples.clinic.tour;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer that is taken slowly, as over a bad line: the beginning, then a pause, then the rest.
 * With a socket of its own, as HTTP clients read ahead.
 */
final class Download implements AutoCloseable {
  /** So little waits on this side that the server notices the pause. */
  private static final int RECEIVE_BYTES = 8 * 1024;

  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private final Socket socket = new Socket();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private String head = "";

  private Download() {}

  /** Asks, and reads the head and the first bytes of the body. */
  static Download begin(URI url, List<String> fields) throws IOException {
    Download download = new Download();
    try {
      download.ask(url, fields);
      download.readHead();
      download.read(RECEIVE_BYTES);
      return download;
    } catch (IOException e) {
      download.close();
      throw e;
    }
  }

  private void ask(URI url, List<String> fields) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
    StringBuilder request = new StringBuilder("GET " + url.getRawPath());
    Optional.ofNullable(url.getRawQuery()).ifPresent(query -> request.append('?').append(query));
    request.append(" HTTP/1.1\r\nHost: ").append(url.getAuthority()).append("\r\n");
    for (int i = 0; i < fields.size(); i += 2) {
      request.append(fields.get(i)).append(": ").append(fields.get(i + 1)).append("\r\n");
    }
    request.append("Connection: close\r\n\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private void readHead() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || read.length() > LONGEST_HEAD) {
        throw new IOException("no answer that could be read");
      }
      read.append((char) next);
    }
    head = read.toString();
  }

  /** Reads so many bytes, or as many as there are. */
  private void read(int atMost) throws IOException {
    body.write(socket.getInputStream().readNBytes(atMost));
  }

  int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  /** A field of the answer's head. */
  Optional<String> field(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** Reads what still comes; true when the answer then is whole, false when it was cut. */
  boolean finish() throws IOException {
    InputStream in = socket.getInputStream();
    byte[] some = new byte[RECEIVE_BYTES];
    try {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        body.write(some, 0, count);
      }
    } catch (SocketException e) {
      // A connection that is reset ends like one that is closed.
      return false;
    }
    return text().endsWith(LAST_CHUNK);
  }

  /** How many bytes came, with what frames them. */
  int size() {
    return body.size();
  }

  String text() {
    return body.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
