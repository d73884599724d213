package org.ztclinical.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.thread.DaemonThreads;

/**
 * A stream of security events to be fetched (RFC 8936) on a loopback address, well or badly served:
 * keeps each event until it is acknowledged or refused, and keeps requests waiting while there is
 * none. Safe for use by many threads.
 */
public final class PollServer implements AutoCloseable {
  private static final int MOST_WAIT_MILLIS = 20_000;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("test-poll"));
  private final String bearer;
  private final AtomicInteger requests = new AtomicInteger();

  // Guarded by this.
  private final Map<String, String> waiting = new LinkedHashMap<>();
  private final Set<String> acknowledged = new LinkedHashSet<>();
  private final Map<String, String> refused = new LinkedHashMap<>();
  private boolean forgetful;
  private boolean silent;
  private boolean closed;
  private @Nullable Fault fault;

  private record Fault(int status, String body, String location, String retryAfter) {
    Fault(int status, String body, String location) {
      this(status, body, location, "");
    }
  }

  private PollServer(HttpServer server, String bearer) {
    this.server = server;
    this.bearer = bearer;
    server.createContext("/poll", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * A stream without events.
   *
   * @param bearer the token that requests must show
   */
  public static PollServer create(String bearer) {
    try {
      InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new PollServer(HttpServer.create(loopback, 0), bearer);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port", e);
    }
  }

  /** Where the stream is fetched. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/poll");
  }

  /**
   * Adds an event to the stream, as {@link TestSignals#event} makes them.
   *
   * @return the id by which {@link #acknowledged} and {@link #refused} name it
   */
  public synchronized String offer(String event) {
    String id = UUID.randomUUID().toString();
    waiting.put(id, event);
    notifyAll();
    return id;
  }

  /** What the receiver said is in force. */
  public synchronized Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  /** What the receiver refused, with its error code. */
  public synchronized Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  /** How many polls have arrived. */
  public int requests() {
    return requests.get();
  }

  /** Returns when all events were acknowledged or refused; false when that takes longer. */
  public synchronized boolean awaitAnswered(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!waiting.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Sends events again and again, whatever the receiver said. */
  public synchronized void forget() {
    forgetful = true;
  }

  /** Never answers, until {@link #recover}. */
  public synchronized void hold() {
    silent = true;
  }

  /** Answers with this status and nothing else. */
  public void failWith(int status) {
    fault(new Fault(status, "", ""));
  }

  /** Answers with this status, and when to come again. */
  public void failWith(int status, String retryAfter) {
    fault(new Fault(status, "", "", retryAfter));
  }

  /** Answers 200 with this text. */
  public void answerWith(String body) {
    fault(new Fault(200, body, ""));
  }

  /** Answers with a redirect to this address. */
  public void redirectTo(URI target) {
    fault(new Fault(307, "", target.toString()));
  }

  private synchronized void fault(Fault given) {
    fault = given;
    notifyAll();
  }

  /** Serves well again. */
  public synchronized void recover() {
    fault = null;
    forgetful = false;
    silent = false;
    notifyAll();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      JsonObject question = read(exchange.getRequestBody().readAllBytes());
      Fault reply = reply(exchange, question);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      if (!reply.location().isEmpty()) {
        exchange.getResponseHeaders().add("Location", reply.location());
      }
      if (!reply.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", reply.retryAfter());
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonObject read(byte[] body) throws IOException {
    try {
      return JsonReader.of(JsonLimits.forResources()).readObject(body);
    } catch (JsonSyntaxException e) {
      throw new IOException("a poll is a JSON object", e);
    }
  }

  private synchronized Fault reply(HttpExchange exchange, JsonObject question)
      throws InterruptedException {
    if (fault != null) {
      return fault;
    }
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + bearer).equals(shown)) {
      return new Fault(401, "", "");
    }
    take(question);
    long end = System.nanoTime() + MOST_WAIT_MILLIS * 1_000_000L;
    long left = MOST_WAIT_MILLIS;
    while ((waiting.isEmpty() || silent) && fault == null && !closed && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return fault != null ? fault : new Fault(200, answer(), "");
  }

  private void take(JsonObject question) {
    for (JsonValue ack : question.array("ack")) {
      if (ack instanceof JsonString id) {
        acknowledged.add(id.value());
        answered(id.value());
      }
    }
    question
        .object("setErrs")
        .ifPresent(
            errors ->
                errors
                    .members()
                    .forEach(
                        (id, error) -> {
                          String err =
                              error instanceof JsonObject object
                                  ? object.string("err").orElse("")
                                  : "";
                          refused.put(id, err);
                          answered(id);
                        }));
    notifyAll();
  }

  private void answered(String id) {
    if (!forgetful) {
      waiting.remove(id);
    }
  }

  private String answer() {
    Map<String, JsonValue> sets = new LinkedHashMap<>();
    waiting.forEach((id, event) -> sets.put(id, new JsonString(event)));
    JsonObject answer =
        new JsonObject(Map.of("sets", new JsonObject(sets)))
            .with("moreAvailable", new JsonBoolean(false));
    return new String(JsonWriter.write(answer), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public String toString() {
    return "PollServer[" + uri() + "]";
  }
}
