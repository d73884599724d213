package org.ztclinical.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.ztclinical.thread.DaemonThreads;

/** Serves a JWK set on a loopback address, well or badly. */
public final class JwksServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("test-jwks"));
  private final AtomicInteger requests = new AtomicInteger();
  private final Supplier<String> good;

  private volatile Answer answer;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch tail = new CountDownLatch(0);

  private JwksServer(HttpServer server, Supplier<String> good) {
    this.server = server;
    this.good = good;
    this.answer = () -> new Reply(200, good.get(), "");
    server.createContext("/jwks", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** A server that answers with what {@code jwks} gives at each request. */
  public static JwksServer of(Supplier<String> jwks) {
    try {
      InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new JwksServer(HttpServer.create(loopback, 0), jwks);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port", e);
    }
  }

  /** Where the keys are. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
  }

  /** How many requests have arrived. */
  public int requests() {
    return requests.get();
  }

  /** Answers well again, and lets go of what waits. */
  public void recover() {
    answer = () -> new Reply(200, good.get(), "");
    gate.countDown();
    tail.countDown();
  }

  /** Answers with this status and no keys. */
  public void failWith(int status) {
    answer = () -> new Reply(status, "", "");
  }

  /** Answers 200 with this text. */
  public void answerWith(String body) {
    answer = () -> new Reply(200, body, "");
  }

  /** Answers with a redirect to this address. */
  public void redirectTo(URI target) {
    answer = () -> new Reply(302, "", target.toString());
  }

  /** Begins an answer and keeps its end back until {@link #recover()}. */
  public void trickle() {
    tail = new CountDownLatch(1);
  }

  /** Keeps every request waiting until {@link #recover()}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try {
      gate.await();
      Reply reply = answer.get();
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      if (!reply.location().isEmpty()) {
        exchange.getResponseHeaders().add("Location", reply.location());
      }
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body, 0, 1);
        exchange.getResponseBody().flush();
        tail.await();
        exchange.getResponseBody().write(body, 1, body.length - 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    gate.countDown();
    tail.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private record Reply(int status, String body, String location) {}

  private interface Answer {
    Reply get();
  }
}
