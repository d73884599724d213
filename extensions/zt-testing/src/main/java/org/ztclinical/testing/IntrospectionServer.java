package org.ztclinical.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.ztclinical.thread.DaemonThreads;
import org.ztclinical.token.Introspection;

/**
 * An issuer's introspection endpoint (RFC 7662) on a loopback address, for tokens that only it can
 * read; well or badly. Callers show who they are with a secret made at run time, unless told
 * otherwise.
 */
public final class IntrospectionServer implements AutoCloseable {
  private static final String CLIENT = "resource-server";

  private final TestIssuer issuer;
  private final String secret = UUID.randomUUID().toString();
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("test-introspection"));
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();

  private volatile Predicate<Map<String, String>> caller = form -> false;
  private volatile int status = 200;
  private volatile String location = "";
  private volatile String contentType = "application/json";
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private IntrospectionServer(TestIssuer issuer, HttpServer server) {
    this.issuer = issuer;
    this.server = server;
    server.createContext("/introspect", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The endpoint of this issuer. */
  public static IntrospectionServer of(TestIssuer issuer) {
    try {
      InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new IntrospectionServer(issuer, HttpServer.create(loopback, 0));
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port", e);
    }
  }

  /** Where it is. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/introspect");
  }

  /** How to ask it, by the secret that it knows. */
  public Introspection settings() {
    return Introspection.at(uri()).clientSecret(CLIENT, secret);
  }

  /**
   * Callers are those whose form satisfies this, as one with the right {@code client_assertion},
   * and not those who know the secret.
   */
  public void callersBy(Predicate<Map<String, String>> form) {
    caller = form;
  }

  /** A token that nobody can read: about a good token of the issuer, bent. */
  public String issue(UnaryOperator<TestToken> change) {
    return issue("opaque-", change);
  }

  /** The same, beginning like this. */
  public String issue(String prefix, UnaryOperator<TestToken> change) {
    String token = prefix + UUID.randomUUID();
    TestToken about = issuer.token().claim("active", true).claim("token_type", "Bearer");
    answers.put(token, change.apply(about).claimsText());
    return token;
  }

  /** Answers about this token with this text. */
  public void answer(String token, String text) {
    answers.put(token, text);
  }

  /** Ends a token: it is no longer active. */
  public void revoke(String token) {
    answers.remove(token);
  }

  /** How many requests have arrived. */
  public int requests() {
    return requests.get();
  }

  /** Answers with this status and nothing. */
  public void failWith(int failing) {
    status = failing;
  }

  /** Answers with a redirect to this address. */
  public void redirectTo(URI target) {
    status = 302;
    location = target.toString();
  }

  /** Says that its answers are of this media type. */
  public void contentType(String mediaType) {
    contentType = mediaType;
  }

  /** Keeps every request waiting until {@link #recover()}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /** Answers well again, and lets go of what waits. */
  public void recover() {
    status = 200;
    location = "";
    contentType = "application/json";
    gate.countDown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      gate.await();
      answer(exchange, form(body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange, Map<String, String> form) throws IOException {
    if (!location.isEmpty()) {
      exchange.getResponseHeaders().add("Location", location);
    }
    boolean known = knowsSecret(exchange) || caller.test(form);
    boolean asked = exchange.getRequestMethod().equals("POST");
    if (status != 200 || !known || !asked) {
      exchange.sendResponseHeaders(status != 200 ? status : known ? 405 : 401, -1);
      return;
    }
    String text = answers.getOrDefault(form.getOrDefault("token", ""), "{\"active\":false}");
    exchange.getResponseHeaders().add("Content-Type", contentType);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private boolean knowsSecret(HttpExchange exchange) {
    String pair = CLIENT + ":" + secret;
    String right =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    return right.equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : body.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        form.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public String toString() {
    return "IntrospectionServer[" + uri() + "]";
  }
}
