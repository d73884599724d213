package org.ztclinical.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;

/**
 * Tokens that one issuer is asked about. What it said is remembered by the SHA-256 of the token:
 * facts for 30 seconds and never past {@code exp}, refusals for 5; both are bounded, and apart, so
 * that a flood of tokens that nobody issued displaces no facts. Many requests with one new token
 * make one call. Safe for use by many threads.
 */
final class OpaqueTokens {
  static final Duration LIFE = Duration.ofSeconds(30);
  private static final Duration REFUSAL_LIFE = Duration.ofSeconds(5);
  private static final int MAX_REFUSALS = 10_000;
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final String prefix;
  private final Duration wait;
  private final IntrospectionGate gate;
  private final IntrospectedClaims rules;
  private final InstantSource clock;
  private final FactsCache hashes = new FactsCache(0);
  private final Cache<FactsCache.Key, Verdict> facts;
  private final Cache<FactsCache.Key, Verdict> refusals;

  /** Tokens that were good, for longer than that is believed. */
  private final Cache<FactsCache.Key, Boolean> good;

  private final ConcurrentMap<FactsCache.Key, CompletableFuture<Verdict>> underWay =
      new ConcurrentHashMap<>();

  OpaqueTokens(
      TrustedIssuer issuer,
      Introspection settings,
      IntrospectionGate gate,
      InstantSource clock,
      int size) {
    this.prefix = settings.prefix();
    this.wait = settings.limits().deadline();
    this.gate = gate;
    this.rules = new IntrospectedClaims(issuer, settings);
    this.clock = clock;
    this.facts = cache(size, LIFE);
    this.refusals = cache(MAX_REFUSALS, REFUSAL_LIFE);
    this.good = cache(size, REMEMBERED);
  }

  private static <V> Cache<FactsCache.Key, V> cache(int size, Duration life) {
    return Caffeine.newBuilder()
        .maximumSize(size)
        .expireAfterWrite(life)
        .executor(Runnable::run)
        .build();
  }

  String prefix() {
    return prefix;
  }

  /**
   * The facts of a token.
   *
   * @param peer who sent it
   */
  VerifiedToken verify(String token, String peer)
      throws TokenRejectedException, KeysUnavailableException {
    FactsCache.Key key = hashes.keyOf(token);
    long now = clock.millis();
    Verdict known = known(key, now);
    return (known != null ? known : ask(key, token, peer)).token();
  }

  private @Nullable Verdict known(FactsCache.Key key, long now) {
    Verdict fact = facts.getIfPresent(key);
    if (fact != null && fact.holdsAt(now)) {
      return fact;
    }
    Verdict refusal = refusals.getIfPresent(key);
    return refusal != null && refusal.holdsAt(now) ? refusal : null;
  }

  /** Asks, or waits for whoever asks about the same token. */
  private Verdict ask(FactsCache.Key key, String token, String peer)
      throws KeysUnavailableException {
    CompletableFuture<Verdict> mine = new CompletableFuture<>();
    CompletableFuture<Verdict> first = underWay.putIfAbsent(key, mine);
    if (first != null) {
      return await(first);
    }
    try {
      Verdict verdict = judge(key, token, peer);
      mine.complete(verdict);
      return verdict;
    } catch (KeysUnavailableException | RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      underWay.remove(key, mine);
    }
  }

  private Verdict await(CompletableFuture<Verdict> first) throws KeysUnavailableException {
    try {
      return first.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gate.unavailable();
    } catch (ExecutionException | TimeoutException e) {
      throw gate.unavailable();
    }
  }

  private Verdict judge(FactsCache.Key key, String token, String peer)
      throws KeysUnavailableException {
    JsonObject answer = gate.ask(token, peer, good.getIfPresent(key) != null);
    long now = clock.millis();
    try {
      AccessTokenClaims claims = rules.check(answer, now / 1_000, LIFE);
      long until = Math.min(claims.expiresAt() * 1_000, now + LIFE.toMillis());
      Verdict verdict = new Verdict(accepted(claims, answer), null, until);
      facts.put(key, verdict);
      good.put(key, true);
      refusals.invalidate(key);
      return verdict;
    } catch (TokenRejectedException e) {
      Verdict verdict = new Verdict(null, e, now + REFUSAL_LIFE.toMillis());
      refusals.put(key, verdict);
      facts.invalidate(key);
      good.invalidate(key);
      return verdict;
    }
  }

  private static VerifiedToken accepted(AccessTokenClaims claims, JsonObject answer) {
    return VerifiedToken.introspected(claims, answer.get("iat") != null);
  }

  /** What was found out: a token or why there is none. */
  private record Verdict(
      @Nullable VerifiedToken accepted, @Nullable TokenRejectedException refused, long until) {
    /** Nothing holds that a clock which was wrong seems to have left for long. */
    boolean holdsAt(long now) {
      return now < until && until - now <= LIFE.toMillis();
    }

    VerifiedToken token() throws TokenRejectedException {
      if (accepted != null) {
        return accepted;
      }
      throw refused != null ? refused : new TokenRejectedException(TokenReason.INACTIVE);
    }
  }
}
