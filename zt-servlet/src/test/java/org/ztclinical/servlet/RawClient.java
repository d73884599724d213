package org.ztclinical.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;

/** Sends exactly these bytes over a socket of its own: other clients mend what we want to break. */
final class RawClient {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  private final int port;
  private final SocketFactory sockets;

  RawClient(int port) {
    this(port, SocketFactory.getDefault());
  }

  /** Over sockets of this factory, as for TLS. */
  RawClient(int port, SocketFactory sockets) {
    this.port = port;
    this.sockets = sockets;
  }

  /** Starts a request with this request target, written as it is. */
  Sending send(String method, String target) {
    return new Sending(method, target);
  }

  Sending get(String target) {
    return send("GET", target);
  }

  /** What came back. */
  record Received(int status, Map<String, List<String>> headers, byte[] bytes) {
    String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
  }

  /** A request being written. */
  final class Sending {
    private final StringBuilder head = new StringBuilder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean framed;
    private boolean truncated;

    private Sending(String method, String target) {
      head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
      head.append("Host: 127.0.0.1:").append(port).append("\r\nConnection: close\r\n");
    }

    Sending header(String name, String value) {
      head.append(name).append(": ").append(value).append("\r\n");
      return this;
    }

    /** Speaks HTTP/1.0, which knows no chunks. */
    Sending oldProtocol() {
      int version = head.indexOf("HTTP/1.1");
      head.replace(version, version + "HTTP/1.1".length(), "HTTP/1.0");
      return this;
    }

    Sending bearer(String token) {
      return header("Authorization", "Bearer " + token);
    }

    Sending dpop(String token, String... proofs) {
      header("Authorization", "DPoP " + token);
      for (String proof : proofs) {
        header("DPoP", proof);
      }
      return this;
    }

    Sending body(String mediaType, String text) {
      header("Content-Type", mediaType);
      return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Sending bytes(byte[] bytes) {
      body.writeBytes(bytes);
      return this;
    }

    /** Announces this length, whatever is sent. */
    Sending announcing(long length) {
      framed = true;
      return header("Content-Length", Long.toString(length));
    }

    /** Sends the body in chunks of this size. */
    Sending chunked(int size) {
      framed = true;
      header("Transfer-Encoding", "chunked");
      byte[] whole = body.toByteArray();
      body.reset();
      for (int at = 0; at < whole.length; at += size) {
        int length = Math.min(size, whole.length - at);
        body.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        body.write(whole, at, length);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      body.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    /** Says that the body is in chunks, which are written as they are. */
    Sending inChunksOfItsOwn() {
      framed = true;
      return header("Transfer-Encoding", "chunked");
    }

    /** Closes the sending half early. */
    Sending truncated() {
      truncated = true;
      return this;
    }

    Received receive() {
      return parse(receiveBytes());
    }

    /** All that came, as it came: head, chunks and what is left of them. */
    String receiveAsItIs() {
      return new String(receiveBytes(), StandardCharsets.ISO_8859_1);
    }

    private byte[] receiveBytes() {
      if (!framed && body.size() > 0) {
        header("Content-Length", Integer.toString(body.size()));
      }
      try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(15_000);
        write(socket);
        if (truncated) {
          socket.shutdownOutput();
        }
        return readAll(socket.getInputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(Socket socket) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      all.writeBytes(body.toByteArray());
      try {
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
      } catch (SocketException e) {
        // A server may answer and close before it has read a body that is too long.
      }
    }
  }

  /**
   * Reads to the end of the connection, or of the announced body where the server keeps it open.
   */
  private static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
        if (isComplete(all.toString(StandardCharsets.ISO_8859_1))) {
          break;
        }
      }
    } catch (SocketException e) {
      // Reset after the answer.
    }
    return all.toByteArray();
  }

  private static boolean isComplete(String text) {
    int end = text.indexOf("\r\n\r\n");
    Matcher length = LENGTH.matcher(text.substring(0, Math.max(0, end)));
    return end > 0
        && length.find()
        && Integer.parseInt(length.group(1)) > 0
        && text.length() >= end + 4 + Integer.parseInt(length.group(1));
  }

  private static Received parse(byte[] all) {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Received(0, Map.of(), all);
    }
    List<String> lines = List.of(text.substring(0, end).split("\r\n"));
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines.get(0).split(" ")[1]);
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    boolean chunked =
        headers.getOrDefault("Transfer-Encoding", List.of()).stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("chunked"));
    return new Received(status, headers, chunked ? dechunk(body) : body);
  }

  private static byte[] dechunk(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        break;
      }
      int size = Integer.parseInt(text.substring(at, line).split(";")[0].strip(), 16);
      if (size == 0) {
        break;
      }
      out.append(text, line + 2, Math.min(text.length(), line + 2 + size));
      at = line + 2 + size + 2;
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
