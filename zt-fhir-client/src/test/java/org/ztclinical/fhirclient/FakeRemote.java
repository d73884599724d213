package org.ztclinical.fhirclient;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A FHIR server that says what a test tells it to say, over real HTTP, and remembers each call. */
final class FakeRemote implements AutoCloseable {
  static {
    // Else the JDK server waits 40 ms for an acknowledgement between headers and body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  private FakeRemote(HttpServer server) {
    this.server = server;
  }

  /** Writes an answer. */
  interface Answer {
    void write(HttpExchange exchange) throws IOException;
  }

  /** One call as it arrived. */
  record Seen(String method, URI uri, Map<String, List<String>> headers, String body) {
    @Nullable String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst()
          .orElse(null);
    }
  }

  static FakeRemote start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      FakeRemote remote = new FakeRemote(server);
      server.createContext("/", remote::serve);
      server.setExecutor(remote.threads);
      server.start();
      remote.json("GET", "/fhir/metadata", 200, Fhir.CAPABILITIES);
      return remote;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  URI base() {
    return URI.create(origin() + "/fhir");
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers a method on a path, whatever the query. */
  FakeRemote on(String method, String path, Answer answer) {
    answers.put(method + " " + path, answer);
    return this;
  }

  FakeRemote json(String method, String path, int status, String body) {
    return text(method, path, status, "application/fhir+json;charset=UTF-8", body);
  }

  FakeRemote text(String method, String path, int status, String type, String body) {
    return on(
        method,
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        });
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** All calls but those of /metadata. */
  List<Seen> calls() {
    return seen.stream().filter(call -> !call.uri().getPath().endsWith("/metadata")).toList();
  }

  List<Seen> everything() {
    return new ArrayList<>(seen);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, List<String>> headers = Map.copyOf(exchange.getRequestHeaders());
    seen.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body));
    String key = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    answers.getOrDefault(key, e -> send(e, 404, new byte[0])).write(exchange);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
