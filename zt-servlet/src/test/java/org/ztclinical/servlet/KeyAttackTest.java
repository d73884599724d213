package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.notice.Notice;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.JwksServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/** Attacks on where keys come from, and issuers in trouble, through real HTTP. */
final class KeyAttackTest {
  private static final Set<String> CATEGORIES = Set.of("key-injection", "jwks", "discovery-ssrf");

  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer rsa = TestIssuer.create(clock);
  private final TestIssuer elliptic =
      TestIssuer.of("https://elliptic.example", SigningAlgorithm.ES256, clock);
  private final JwksServer server = elliptic.serve();
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private IdentityApplication start(String name) {
    try {
      return IdentityApplication.start(
          directory.resolve(name),
          settings ->
              settings
                  .clock(clock)
                  .notices(notices::add)
                  .trustIssuer(rsa.trusted())
                  .trustIssuer(
                      TrustedIssuer.of(elliptic.issuer(), TestIssuer.AUDIENCE)
                          .jwksUri(server.uri())));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String token() {
    return elliptic.mint(IdentityApplication::patient);
  }

  private void expect(Notice.Kind kind) {
    try {
      Notice notice = notices.poll(10, TimeUnit.SECONDS);
      while (notice != null && notice.kind() != kind) {
        notice = notices.poll(10, TimeUnit.SECONDS);
      }
      assertThat(notice).as(kind.name()).isNotNull();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until the keys have come, 503 is the answer: on a busy machine that may take a moment. */
  private static Received judged(IdentityApplication application, String token) {
    Received received = application.read(token);
    for (int i = 0; i < 20 && received.status() == 503; i++) {
      assertThat(received.header("Retry-After")).isPresent();
      received = application.read(token);
    }
    return received;
  }

  @Test
  void everyAttackOnKeysIsAnsweredAsTheVectorsSay() throws Exception {
    try (IdentityApplication application = start("a");
        JwksServer trap = elliptic.serve()) {
      assertThat(judged(application, token()).status()).isEqualTo(200);
      KeyAttacks attacks = new KeyAttacks(application, rsa, elliptic, clock, trap);
      Map<String, Supplier<List<Received>>> all = new LinkedHashMap<>(attacks.all());
      all.put("jwks-01", () -> unknownKeys(application));
      all.put("jwks-04", () -> List.of(withdrawnKey(application)));
      all.put("jwks-07", () -> List.of(coldOutage("cold", () -> server.failWith(500))));
      all.put("jwks-10", () -> List.of(coldOutage("large", this::answerTwentyMegabytes)));
      all.put("jwks-13", () -> List.of(oneBadKey()));

      IdentityVectors.assertAnswered(
          CATEGORIES,
          all,
          Map.of(
              "discovery-ssrf-04",
              "nothing is discovered, so no metadata can be swapped: see metadataIsNotRead"));
    }
  }

  /** 10,000 random key ids; meanwhile whoever is honest is answered as ever. */
  private List<Received> unknownKeys(IdentityApplication application) {
    int before = server.requests();
    Flood malformed = new Flood(application.port(), i -> "x.y.z" + i);
    Flood unknown =
        new Flood(
            application.port(),
            i -> {
              String kid = "random-" + i;
              return TokenAttacks.withSignature(
                  rsaShaped(kid), new byte[] {1, 2, 3, (byte) i, (byte) (i >> 8)});
            });

    Duration calm = malformed.run(2_000, () -> application.read(token()));
    Duration flooded = unknown.run(10_000, () -> application.read(token()));

    assertThat(server.requests() - before).isLessThanOrEqualTo(2);
    assertThat(unknown.statuses()).containsOnlyKeys(401);
    assertThat(flooded)
        .as("the 99th percentile of honest requests in a flood of malformed tokens was %s", calm)
        .isLessThan(calm.multipliedBy(3).plusMillis(250));
    return List.of(
        application.read(elliptic.mint(t -> IdentityApplication.patient(t).header("kid", "x"))));
  }

  /** Signing ten thousand tokens would be the test's own flood. */
  private String rsaShaped(String kid) {
    String claims = token().split("\\.")[1];
    String header = "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}";
    return RawKey.encode(header) + "." + claims + ".x";
  }

  private Received withdrawnKey(IdentityApplication application) {
    String old = elliptic.mint(t -> IdentityApplication.patient(t).expiresIn(Duration.ofHours(1)));
    assertThat(judged(application, old).status()).isEqualTo(200);
    elliptic.rotate();
    elliptic.withdrawOldKeys();
    clock.advance(Duration.ofMinutes(5));
    assertThat(judged(application, token()).status()).isEqualTo(200);
    return judged(application, old);
  }

  private Received coldOutage(String name, Runnable trouble) {
    trouble.run();
    try (IdentityApplication cold = start(name)) {
      Received first = cold.read(token());
      expect(Notice.Kind.KEYS_UNAVAILABLE);
      Received second = cold.read(token());
      for (Received received : List.of(first, second)) {
        assertThat(received.header("Retry-After").map(Integer::valueOf).orElse(0)).isPositive();
      }
      server.recover();
      clock.advance(Duration.ofSeconds(30));
      assertThat(judged(cold, token()).status()).isEqualTo(200);
      return second;
    } finally {
      server.recover();
    }
  }

  private void answerTwentyMegabytes() {
    server.answerWith("{\"keys\":[],\"x\":\"" + "x".repeat(20 * 1024 * 1024) + "\"}");
  }

  private Received oneBadKey() {
    String offCurve =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"bad\",\"x\":\""
            + RawKey.encode(new byte[32])
            + "\",\"y\":\""
            + RawKey.encode(new byte[32])
            + "\"},";
    server.answerWith(elliptic.jwks().replace("[{", "[" + offCurve + "{"));
    try (IdentityApplication application = start("bad-key")) {
      return judged(application, token());
    } finally {
      server.recover();
    }
  }

  @Test
  void aSetThatIsTooLargeIsNotReadToItsEnd() {
    answerTwentyMegabytes();
    try (IdentityApplication cold = start("capped")) {
      assertThat(cold.read(token()).status()).isEqualTo(503);
      Notice notice = notices.stream().filter(n -> n.detail().contains("KiB")).findFirst().get();
      assertThat(notice.detail()).isEqualTo("the answer is larger than 256 KiB");
    }
  }

  /** There is no discovery: what a document says of issuers and addresses is not followed. */
  @Test
  void metadataIsNotRead() {
    try (IdentityApplication application = start("metadata");
        JwksServer trap = elliptic.serve()) {
      assertThat(judged(application, token()).status()).isEqualTo(200);
      String metadata = "{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"" + trap.uri() + "\"}";
      server.answerWith(metadata);
      clock.advance(Duration.ofMinutes(6));

      assertThat(judged(application, token()).status()).isEqualTo(200);
      expect(Notice.Kind.KEYS_STALE);
      server.answerWith(elliptic.jwks().replaceFirst("\\{", metadata.replace("}", ",")));
      clock.advance(Duration.ofMinutes(6));

      assertThat(judged(application, token()).status()).isEqualTo(200);
      assertThat(
              judged(
                      application,
                      elliptic.mint(
                          t -> IdentityApplication.patient(t).claim("iss", "https://evil.example")))
                  .status())
          .isEqualTo(401);
      assertThat(trap.requests()).isZero();
    }
  }
}
