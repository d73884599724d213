package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/**
 * An hour and more of an issuer in trouble, under load and under a flood of unknown key ids, in
 * some seconds: the clock is moved on by hand, all else is real. The issuer is slow, down, or
 * returns garbage for up to three minutes at a time, and rotates its keys meanwhile; each key is
 * published one refresh interval and one trouble before it is used.
 */
class IssuerChaosTest {
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final int STEPS = 120;
  private static final int TROUBLE = 6;

  /**
   * Four minutes until a refresh, three of trouble, half a minute of backoff: 15 steps, and one.
   */
  private static final int ANNOUNCED = 16;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
  private final JwksServer server = issuer.serve();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final AtomicInteger honest = new AtomicInteger();
  private final AtomicInteger flooded = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private volatile String token = "";
  private volatile String unknown = "";
  private volatile boolean ended;

  @AfterEach
  void close() {
    ended = true;
    threads.shutdownNow();
    server.close();
  }

  @Test
  void noHonestRequestIsLostToARotationThatWasAnnounced() throws Exception {
    long seed = Long.getLong("zt.seed", System.nanoTime());
    Random random = new Random(seed);
    TokenVerifier verifier =
        TokenVerifier.builder()
            .trust(TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE).jwksUri(server.uri()))
            .clock(clock)
            .build();
    token = issuer.mint();
    unknown = issuer.mint(t -> t.header("kid", "nobody's"));
    warm(verifier);
    for (int i = 0; i < 3; i++) {
      threads.execute(() -> beHonest(verifier));
    }
    threads.execute(() -> flood(verifier));

    live(random);

    ended = true;
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lost).as("seed %d", seed).isEmpty();
    assertThat(honest).as("seed %d", seed).hasValueGreaterThan(STEPS * 10);
    assertThat(flooded).as("seed %d", seed).hasValueGreaterThan(STEPS);
    // A quarter of a second, and what a busy machine adds.
    assertThat(Duration.ofNanos(longest.get()))
        .as("seed %d", seed)
        .isLessThan(Duration.ofSeconds(2));
    // One a minute for the flood at most twice, one in four minutes, and retries.
    assertThat(server.requests()).as("seed %d", seed).isLessThan(3 * STEPS);
  }

  private void warm(TokenVerifier verifier) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < deadline) {
      try {
        verifier.verify(token);
        return;
      } catch (KeysUnavailableException e) {
        Thread.yield();
      }
    }
    throw new AssertionError("no keys within 10 s");
  }

  private void live(Random random) throws Exception {
    int trouble = 0;
    int calm = TROUBLE;
    int published = -1;
    for (int step = 0; step < STEPS; step++) {
      if (trouble > 0 && --trouble == 0) {
        server.recover();
        calm = TROUBLE;
      } else if (trouble == 0 && --calm < 0 && random.nextInt(3) == 0) {
        trouble = 1 + random.nextInt(TROUBLE);
        makeTrouble(random.nextInt(4));
      }
      if (published < 0 && random.nextInt(4) == 0) {
        issuer.withdrawOldKeys();
        issuer.publishNext();
        published = step;
      } else if (published >= 0 && step - published >= ANNOUNCED) {
        issuer.useNext();
        published = -1;
      }
      clock.advance(STEP);
      token = issuer.mint();
      unknown = issuer.mint(t -> t.header("kid", "nobody's"));
      work();
    }
  }

  private void makeTrouble(int kind) {
    switch (kind) {
      case 0 -> server.hold();
      case 1 -> server.failWith(500);
      case 2 -> server.answerWith("<html>maintenance</html>");
      default -> server.answerWith("{\"keys\":{}}");
    }
  }

  /** Until some requests were made in this step; a fetch needs a moment of real time. */
  private void work() throws InterruptedException {
    int before = honest.get();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    Thread.sleep(25);
    while (honest.get() - before < 15 && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
  }

  private void beHonest(TokenVerifier verifier) {
    while (!ended) {
      String mine = token;
      long start = System.nanoTime();
      try {
        verifier.verify(mine);
        honest.incrementAndGet();
      } catch (TokenRejectedException e) {
        lost.add(String.valueOf(e.reason()));
      } catch (KeysUnavailableException e) {
        lost.add("unavailable");
      }
      longest.accumulateAndGet(System.nanoTime() - start, Math::max);
      pause();
    }
  }

  private void flood(TokenVerifier verifier) {
    List<TokenReason> right = List.of(TokenReason.UNKNOWN_KEY);
    while (!ended) {
      long start = System.nanoTime();
      try {
        verifier.verify(unknown);
        lost.add("a token by a key that nobody has was accepted");
      } catch (TokenRejectedException e) {
        if (!right.contains(e.reason())) {
          lost.add("flood: " + e.reason());
        }
      } catch (KeysUnavailableException e) {
        if (e.retryAfter().compareTo(Duration.ofSeconds(1)) < 0) {
          lost.add("no time to come back");
        }
      }
      flooded.incrementAndGet();
      longest.accumulateAndGet(System.nanoTime() - start, Math::max);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
