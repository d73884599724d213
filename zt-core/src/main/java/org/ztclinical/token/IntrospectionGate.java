package org.ztclinical.token;

import dev.failsafe.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.ztclinical.json.JsonObject;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;

/**
 * Lets calls to an introspection endpoint through while it answers: so many a second, so many at a
 * time, {@linkplain PeerShares shared} by those who send tokens; none for a while after five of ten
 * calls failed. Whatever does not get through is an answer that nobody knows (503), never a
 * refusal. Safe for use by many threads.
 */
final class IntrospectionGate {
  private static final int FAILURES = 5;
  private static final int OF_CALLS = 10;

  private final String issuer;
  private final IntrospectionCall call;
  private final InstantSource clock;
  private final PeerShares shares;
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
    this.shares = new PeerShares(limits.callsPerSecond(), limits.atOnce(), System::nanoTime);
    this.breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(FAILURES, OF_CALLS)
            .withSuccessThreshold(1)
            .withDelay(limits.rest())
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

  /**
   * The issuer's answer about this token.
   *
   * @param peer who sent it
   * @param known whether it was good a while ago
   */
  JsonObject ask(String token, String peer, boolean known) throws KeysUnavailableException {
    String name = PeerShares.nameOf(peer);
    if (!shares.enter(name, known)) {
      throw unavailable();
    }
    try {
      if (!breaker.tryAcquirePermit()) {
        throw unavailable();
      }
      return answer(token);
    } finally {
      shares.leave(name);
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
    } catch (HttpStatusException e) {
      // An issuer that refuses to look at this token answers; others must not be denied for it.
      if (e.isAboutTheRequest()) {
        breaker.recordSuccess();
      } else {
        breaker.recordFailure();
      }
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
