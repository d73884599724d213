package org.ztclinical.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive connection to a server on loopback: sends a prepared request, reads the answer to
 * its end (RFC 9112: length or chunks). Spends as little as possible, so that making the load costs
 * little. Not safe for use by many threads.
 */
final class LoadConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int MAX_LINE = 16 * 1024;

  private final int port;
  private final byte[] line = new byte[MAX_LINE];
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private boolean ended;

  private LoadConnection(int port) {
    this.port = port;
  }

  /** Connects. */
  static LoadConnection open(int port) throws IOException {
    LoadConnection connection = new LoadConnection(port);
    connection.connect();
    return connection;
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    out = socket.getOutputStream();
    ended = false;
  }

  /** The bytes of a GET request that {@link #exchange} sends. */
  static byte[] get(int port, String target, String token) {
    return ("GET "
            + target
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nAccept: application/fhir+json\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends and reads to the end of the answer. A server that ended the connection with its last
   * answer, as servers do after some number of requests, is connected to anew.
   */
  Answer exchange(byte[] request) throws IOException {
    if (ended) {
      socket.close();
      connect();
    }
    out.write(request);
    out.flush();
    int status = Integer.parseInt(readLine().substring(9, 12));
    long length = 0;
    boolean chunked = false;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.contains("chunked");
      } else if (lower.startsWith("connection:")) {
        ended = lower.contains("close");
      }
    }
    return new Answer(status, chunked ? skipChunks() : skip(length));
  }

  private long skipChunks() throws IOException {
    long all = 0;
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      all += skip(size);
      readLine();
    }
    while (!readLine().isEmpty()) {
      // trailers
    }
    return all;
  }

  private long chunkSize() throws IOException {
    String text = readLine();
    int extension = text.indexOf(';');
    return Long.parseLong((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
  }

  private long skip(long length) throws IOException {
    in.skipNBytes(length);
    return length;
  }

  private String readLine() throws IOException {
    int length = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || length == line.length) {
        throw new EOFException("the server broke off in a line of its answer");
      }
      line[length++] = (byte) next;
    }
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** How an exchange ended. */
  record Answer(int status, long bytes) {}
}
