package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.testing.TestSignals;

/** Strangers who send to the receivers of logout tokens and events whatever they like. */
final class ReceiverFloodTest {
  private static final String EVENT = "application/secevent+jwt";
  private static final int KIB = 1024;

  @TempDir Path directory;

  private TestApplication start(WebServer.Kind kind) throws Exception {
    Path own = Files.createTempDirectory(directory, "application");
    return TestApplication.start(kind, own, TestApplication.STANDARD);
  }

  @Test
  void ofABodyNoMoreIsReadThanASignalHas() throws Exception {
    for (WebServer.Kind kind : List.<WebServer.Kind>of(JettyServer::start, TomcatServer::start)) {
      try (TestApplication application = start(kind)) {
        byte[] large = "x".repeat(1024 * KIB).getBytes(StandardCharsets.UTF_8);

        for (String path : List.of("/events", "/logout")) {
          String type = path.equals("/events") ? EVENT : ContentType.FORM;
          isTooLarge(post(application, path, type).bytes(large).receive());
          isTooLarge(post(application, path, type).bytes(large).chunked(4 * KIB).receive());
          // Its end never comes: whoever waits for it waits for ever.
          isTooLarge(neverEnding(post(application, path, type)).receive());
        }
      }
    }
  }

  private static Sending post(TestApplication application, String path, String type) {
    return application.client().send("POST", path).header("Content-Type", type);
  }

  /** Announces another chunk behind 80 KiB, and sends nothing of it. */
  private static Sending neverEnding(Sending sending) {
    String chunk = Integer.toHexString(80 * KIB) + "\r\n" + "x".repeat(80 * KIB) + "\r\n10\r\n";
    return sending.bytes(chunk.getBytes(StandardCharsets.UTF_8)).inChunksOfItsOwn();
  }

  private static void isTooLarge(Received received) {
    ContainerContract.isOutcome(received, 413);
  }

  @Test
  void theSecretOfAPushCountsAsABearerTokenAlone() throws Exception {
    try (TestApplication application = start(JettyServer::start)) {
      SignalAttacks attacks = new SignalAttacks(application);
      String event = attacks.signals().sessionRevoked("nobody", Instant.now());
      for (String scheme : List.of("DPoP", "Basic", "Token")) {
        Received received =
            post(application, "/events", EVENT)
                .header("Authorization", scheme + " " + TestApplication.PUSH_SECRET)
                .bytes(event.getBytes(StandardCharsets.US_ASCII))
                .receive();

        assertThat(received.status()).as(scheme).isEqualTo(401);
        assertThat(received.body()).as(scheme).contains("authentication_failed");
      }
      assertThat(attacks.push(event).status()).isEqualTo(202);
    }
  }

  /** What is garbage leaves nothing behind; what is honest is in force when it is answered. */
  @Test
  void inAFloodOfGarbageHonestSignalsAreInForceAtOnce() throws Exception {
    try (TestApplication application = start(JettyServer::start)) {
      SignalAttacks attacks = new SignalAttacks(application);
      URI base = URI.create("http://127.0.0.1:" + application.port());
      AtomicInteger users = new AtomicInteger();
      Flood flood = new Flood(garbage(attacks.signals(), base));

      flood.run(1_000, () -> endedInTheFlood(application, attacks, users.incrementAndGet()));
      long before = usedMemory();
      flood.run(6_000, () -> endedInTheFlood(application, attacks, users.incrementAndGet()));

      assertThat(usedMemory() - before).isLessThan(8L * KIB * KIB);
      assertThat(users.get()).isGreaterThan(5);
      assertThat(flood.statuses()).containsOnlyKeys(400, 401);
    }
  }

  /** The user's token before the end of the login, which is refused at once afterwards. */
  private static Received endedInTheFlood(
      TestApplication application, SignalAttacks attacks, int number) {
    String user = "flooded-" + number;
    String token = application.issuer.mint(t -> SignalAttacks.readable(t).subject(user));
    Received before = attacks.access(token);
    Received told =
        number % 2 == 0
            ? attacks.push(attacks.signals().sessionRevoked(user, Instant.now()))
            : attacks.logout(attacks.signals().logoutToken(t -> t.subject(user)));

    assertThat(told.status()).as(told.body()).isIn(200, 202);
    assertThat(attacks.access(token).status()).as(user).isEqualTo(401);
    return before;
  }

  /** A push of a stranger; logout tokens that are forged, of unknown keys, and malformed. */
  private static IntFunction<HttpRequest> garbage(TestSignals signals, URI base) {
    String good = signals.logoutToken(t -> t.subject("user-1"));
    String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
    String claims = good.split("\\.")[1];
    List<IntFunction<HttpRequest>> kinds =
        List.of(
            i -> post(base.resolve("/events"), EVENT, "x.y." + i),
            i -> logout(base, unsigned + RawKey.encode(ByteBuffer.allocate(256).putInt(i).array())),
            i -> logout(base, RawKey.encode(header("kid-" + i)) + "." + claims + ".AAAA"),
            i -> logout(base, "x".repeat(20_000) + i));
    return i -> kinds.get(i % kinds.size()).apply(i);
  }

  private static String header(String kid) {
    return "{\"typ\":\"logout+jwt\",\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}";
  }

  private static HttpRequest logout(URI base, String token) {
    return post(base.resolve("/logout"), ContentType.FORM, "logout_token=" + token);
  }

  private static HttpRequest post(URI target, String type, String body) {
    return HttpRequest.newBuilder(target)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
