package org.ztclinical.token;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.ztclinical.json.JsonObject;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;

/**
 * Lets calls to an introspection endpoint through while it answers: so many a second, so many at a
 * time, none for five seconds after five of ten calls failed. Whatever does not get through is an
 * answer that nobody knows (503), never a refusal. Safe for use by many threads.
 */
final class IntrospectionGate {
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final int FAILURES = 5;
  private static final int OF_CALLS = 10;

  private final String issuer;
  private final IntrospectionCall call;
  private final InstantSource clock;
  private final RateLimiter<Object> rate;
  private final Semaphore atOnce;
  private final CircuitBreaker<Object> breaker;

  IntrospectionGate(
      String issuer,
      IntrospectionCall call,
      Introspection.Limits limits,
      InstantSource clock,
      NoticeListener notices) {
    this.issuer = issuer;
    this.call = call;
    this.clock = clock;
    this.rate = RateLimiter.burstyBuilder(limits.callsPerSecond(), Duration.ofSeconds(1)).build();
    this.atOnce = new Semaphore(limits.atOnce());
    this.breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(FAILURES, OF_CALLS)
            .withSuccessThreshold(1)
            .withDelay(OPEN)
            .onOpen(event -> tell(notices, Notice.Kind.INTROSPECTION_UNAVAILABLE, "not asked"))
            .onClose(event -> tell(notices, Notice.Kind.INTROSPECTION_ANSWERS, "asked again"))
            .build();
  }

  private void tell(NoticeListener notices, Notice.Kind kind, String detail) {
    try {
      notices.on(new Notice(kind, issuer, detail));
    } catch (RuntimeException e) {
      // A listener that throws must not keep tokens from being judged.
    }
  }

  /** The issuer's answer about this token. */
  JsonObject ask(String token) throws KeysUnavailableException {
    if (!atOnce.tryAcquire()) {
      throw unavailable();
    }
    try {
      if (!rate.tryAcquirePermit() || !breaker.tryAcquirePermit()) {
        throw unavailable();
      }
      return answer(token);
    } finally {
      atOnce.release();
    }
  }

  private JsonObject answer(String token) throws KeysUnavailableException {
    try {
      JsonObject answer = call.ask(token, clock.instant());
      breaker.recordSuccess();
      return answer;
    } catch (InterruptedException e) {
      breaker.recordFailure();
      Thread.currentThread().interrupt();
      throw unavailable();
    } catch (IOException | RuntimeException e) {
      breaker.recordFailure();
      throw unavailable();
    }
  }

  KeysUnavailableException unavailable() {
    Duration open = breaker.isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
    Duration wait = open.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : open;
    return new KeysUnavailableException(TokenReason.INTROSPECTION_UNAVAILABLE, issuer, wait);
  }
}
