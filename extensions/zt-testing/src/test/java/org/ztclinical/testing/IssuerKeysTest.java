package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ztclinical.notice.Notice;
import org.ztclinical.token.KeysHealth;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;
import org.ztclinical.token.VerifiedToken;

/**
 * Keys by URL, over real HTTP on loopback: rotation, outage, slowness, floods. Those that wait for
 * seconds wait beside the others, each with a server of its own.
 */
class IssuerKeysTest {
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
  private final JwksServer server = issuer.serve();
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    server.close();
  }

  private TokenVerifier verifier() {
    return verifier(clock);
  }

  private TokenVerifier verifier(InstantSource time) {
    return TokenVerifier.builder()
        .trust(TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE).jwksUri(server.uri()))
        .clock(time)
        .notices(this::heard)
        .build();
  }

  /** That the keys of this class are slow ones is another test's matter. */
  private void heard(Notice notice) {
    if (notice.kind() != Notice.Kind.SIGNATURES_SLOW) {
      notices.add(notice);
    }
  }

  private TokenVerifier warmVerifier() throws Exception {
    TokenVerifier verifier = verifier();
    judge(verifier, issuer.mint());
    expect(Notice.Kind.KEYS_REFRESHED);
    return verifier;
  }

  private Notice expect(Notice.Kind kind) throws InterruptedException {
    Notice notice = notices.poll(10, TimeUnit.SECONDS);
    assertThat(notice).isNotNull();
    assertThat(notice.kind()).isEqualTo(kind);
    assertThat(notice.source()).isEqualTo(issuer.issuer());
    return notice;
  }

  /**
   * The verdict, after as many tries as it takes: on a busy machine a fetch may need longer than a
   * request may wait, and then the answer is "try again".
   */
  private static VerifiedToken judge(TokenVerifier verifier, String token)
      throws TokenRejectedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      try {
        return verifier.verify(token);
      } catch (KeysUnavailableException e) {
        Thread.yield();
      }
    }
    throw new AssertionError("no verdict within 20 s");
  }

  private static void rejectedAsUnknownKey(TokenVerifier verifier, String token) {
    assertThatThrownBy(() -> judge(verifier, token))
        .isInstanceOfSatisfying(
            TokenRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenReason.UNKNOWN_KEY));
  }

  /** Lets a request start a fetch, and waits until it has brought other keys. */
  private void startRefresh(TokenVerifier verifier) throws Exception {
    try {
      verifier.verify(token());
    } catch (TokenRejectedException | KeysUnavailableException e) {
      // Judged by the old keys, by the new ones, or not at all.
    }
    expect(Notice.Kind.KEYS_REFRESHED);
  }

  private static KeysUnavailableException unavailable(TokenVerifier verifier, String token) {
    try {
      verifier.verify(token);
    } catch (KeysUnavailableException e) {
      return e;
    } catch (TokenRejectedException e) {
      throw new AssertionError("expected no keys, but the token was judged", e);
    }
    throw new AssertionError("expected no keys, but the token was accepted");
  }

  private static Duration timeOf(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The shortest of several, so that a busy machine does not pass for a wait. */
  private static Duration shortestTimeOf(Callable<?> work) throws Exception {
    Duration shortest = timeOf(work);
    for (int i = 0; i < 4; i++) {
      Duration next = timeOf(work);
      shortest = next.compareTo(shortest) < 0 ? next : shortest;
    }
    return shortest;
  }

  private String token() {
    return issuer.mint();
  }

  @Test
  void firstTokenAfterAPauseIsJudgedThoughTimePassesDuringTheFetch() throws Exception {
    InstantSource ticking =
        () -> {
          clock.advance(Duration.ofMillis(1));
          return clock.instant();
        };
    TokenVerifier verifier = verifier(ticking);
    judge(verifier, token());

    for (int pause = 0; pause < 5; pause++) {
      clock.advance(Duration.ofMinutes(6));

      assertThat(verifier.verify(token())).isNotNull();
      assertThat(verifier.keysHealth().get(0).state()).isNotEqualTo(KeysHealth.State.UNAVAILABLE);
    }
  }

  @Test
  void keysAreFetchedOnceForManyTokens() throws Exception {
    TokenVerifier verifier = warmVerifier();

    for (int i = 0; i < 20; i++) {
      verifier.verify(token());
    }

    assertThat(server.requests()).isEqualTo(1);
    KeysHealth health = verifier.keysHealth().get(0);
    assertThat(health.state()).isEqualTo(KeysHealth.State.FRESH);
    assertThat(health.keys()).isEqualTo(1);
    assertThat(health.refreshedAt()).contains(clock.instant());
  }

  @Test
  void aTokenByAnUnannouncedKeyIsAcceptedAtOnce() throws Exception {
    TokenVerifier verifier = warmVerifier();

    issuer.rotate();

    assertThat(judge(verifier, token()).subject()).isEqualTo("user-1");
    assertThat(server.requests()).isEqualTo(2);
    assertThat(expect(Notice.Kind.KEYS_REFRESHED).detail()).isEqualTo("2 keys");
  }

  @Test
  void aFloodOfUnknownKeysCausesOneFetchAnIntervalAndDoesNotHideARotation() throws Exception {
    TokenVerifier verifier = warmVerifier();
    String good = token();

    for (int i = 0; i < 500; i++) {
      String kid = "random-" + i;
      rejectedAsUnknownKey(verifier, issuer.mint(token -> token.header("kid", kid)));
      assertThat(verifier.verify(good)).isNotNull();
    }
    assertThat(server.requests()).isEqualTo(2);

    issuer.rotate();
    rejectedAsUnknownKey(verifier, token());
    clock.advance(Duration.ofSeconds(30));
    rejectedAsUnknownKey(verifier, issuer.mint(token -> token.header("kid", "random")));

    // The fetch that the flood paid for brought the new key.
    assertThat(judge(verifier, token())).isNotNull();
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void anAnnouncedKeyIsKnownBeforeItIsUsedEvenUnderAFlood() throws Exception {
    TokenVerifier verifier = warmVerifier();
    rejectedAsUnknownKey(verifier, issuer.mint(token -> token.header("kid", "random")));

    issuer.publishNext();
    clock.advance(Duration.ofMinutes(4));
    verifier.verify(token());
    expect(Notice.Kind.KEYS_REFRESHED);
    issuer.useNext();

    assertThat(verifier.verify(token())).isNotNull();
  }

  @Test
  void aWithdrawnKeyIsRefusedAfterTheLifeOfTheSet() throws Exception {
    TokenVerifier verifier = warmVerifier();
    String old = issuer.mint(token -> token.expiresIn(Duration.ofHours(1)));
    verifier.verify(old);
    issuer.rotate();
    issuer.withdrawOldKeys();

    clock.advance(Duration.ofMinutes(5));

    startRefresh(verifier);
    rejectedAsUnknownKey(verifier, old);
  }

  @Test
  void cachedFactsFallWithTheKeyThatProvedThem() throws Exception {
    TokenVerifier verifier = warmVerifier();
    String old = issuer.mint(token -> token.expiresIn(Duration.ofHours(1)));
    verifier.verify(old);
    issuer.rotate();
    issuer.withdrawOldKeys();

    judge(verifier, token());

    rejectedAsUnknownKey(verifier, old);
  }

  @Test
  void aHotCachedTokenStillCausesRefreshes() throws Exception {
    TokenVerifier verifier = verifier();
    String hot = issuer.mint(token -> token.expiresIn(Duration.ofHours(1)));
    assertThat(judge(verifier, hot)).isSameAs(verifier.verify(hot));
    expect(Notice.Kind.KEYS_REFRESHED);

    issuer.publishNext();
    clock.advance(Duration.ofMinutes(4));
    verifier.verify(hot);

    expect(Notice.Kind.KEYS_REFRESHED);
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void keysOutliveAnOutageForAnHourAndNoLonger() throws Exception {
    TokenVerifier verifier = warmVerifier();
    Instant start = clock.instant();
    server.failWith(500);

    for (int minutes : List.of(5, 20, 59)) {
      clock.set(start.plus(Duration.ofMinutes(minutes)));
      assertThat(verifier.verify(token())).isNotNull();
      assertThat(expect(Notice.Kind.KEYS_STALE).detail()).isEqualTo("HTTP status 500");
      assertThat(verifier.keysHealth().get(0).state()).isEqualTo(KeysHealth.State.STALE);
    }
    clock.set(start.plus(Duration.ofMinutes(60)));
    KeysUnavailableException refused = unavailable(verifier, token());
    expect(Notice.Kind.KEYS_UNAVAILABLE);

    assertThat(refused.issuer()).isEqualTo(issuer.issuer());
    assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    assertThat(refused.asReason().code()).isEqualTo(TokenReason.KEYS_UNAVAILABLE);
    assertThat(verifier.keysHealth().get(0).state()).isEqualTo(KeysHealth.State.UNAVAILABLE);
    server.recover();
    clock.advance(Duration.ofSeconds(30));
    assertThat(judge(verifier, token())).isNotNull();
    expect(Notice.Kind.KEYS_REFRESHED);
  }

  @Test
  void aCachedTokenDoesNotOutliveTheKeys() throws Exception {
    TokenVerifier verifier = warmVerifier();
    server.failWith(503);
    clock.advance(Duration.ofMinutes(59));
    String token = issuer.mint(t -> t.expiresIn(Duration.ofHours(1)));
    verifier.verify(token);

    clock.advance(Duration.ofMinutes(1));

    unavailable(verifier, token);
  }

  @Test
  void withoutKeysTheAnswerIsThatNobodyKnows() throws Exception {
    server.failWith(404);
    TokenVerifier verifier = verifier();

    unavailable(verifier, token());
    expect(Notice.Kind.KEYS_UNAVAILABLE);
    int requests = server.requests();
    Duration wait = shortestTimeOf(() -> unavailable(verifier, token()));

    assertThat(server.requests()).as("no request before the backoff ends").isEqualTo(requests);
    assertThat(wait).isLessThan(Duration.ofMillis(200));
    server.recover();
    clock.advance(Duration.ofSeconds(30));
    assertThat(judge(verifier, token())).isNotNull();
  }

  @Test
  void anUnknownKeyDuringAnOutageIsNotJudged() throws Exception {
    TokenVerifier verifier = warmVerifier();
    server.failWith(500);
    issuer.rotate();

    unavailable(verifier, token());
    unavailable(verifier, token());

    server.recover();
    clock.advance(Duration.ofSeconds(30));
    assertThat(judge(verifier, token())).isNotNull();
  }

  @Test
  void aSlowIssuerHoldsUpAnUnknownKeyForAQuarterOfASecondOnceAndKnownOnesNever() throws Exception {
    TokenVerifier verifier = warmVerifier();
    String known = token();
    server.hold();
    issuer.rotate();
    String unknown = token();

    Duration first = timeOf(() -> unavailable(verifier, unknown));
    Duration second = shortestTimeOf(() -> unavailable(verifier, unknown));
    Duration honest = shortestTimeOf(() -> verifier.verify(known));

    assertThat(first).isBetween(Duration.ofMillis(240), Duration.ofMillis(2_500));
    assertThat(second).isLessThan(Duration.ofMillis(200));
    assertThat(honest).isLessThan(Duration.ofMillis(200));
    server.recover();
    expect(Notice.Kind.KEYS_REFRESHED);
    assertThat(verifier.verify(unknown)).isNotNull();
  }

  @Test
  void aSlowIssuerHoldsUpNobodyWhileKeysAreGoodAndOneRequestShortlyWhenTheyAreOld()
      throws Exception {
    TokenVerifier verifier = warmVerifier();
    server.hold();

    clock.advance(Duration.ofMinutes(4));
    Duration ahead = shortestTimeOf(() -> verifier.verify(token()));
    clock.advance(Duration.ofMinutes(1));
    Duration old = timeOf(() -> verifier.verify(token()));
    Duration next = shortestTimeOf(() -> verifier.verify(token()));

    assertThat(ahead).isLessThan(Duration.ofMillis(200));
    assertThat(old).isBetween(Duration.ofMillis(240), Duration.ofMillis(2_500));
    assertThat(next).isLessThan(Duration.ofMillis(200));
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSlowIssuerHoldsUpAColdStartForTwoSecondsAtMost() throws Exception {
    server.hold();
    TokenVerifier verifier = verifier();

    Duration wait = timeOf(() -> unavailable(verifier, token()));

    assertThat(wait).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(4_500));
  }

  @Test
  void manyThreadsWithOneNewKeyCauseOneFetch() throws Exception {
    TokenVerifier verifier = warmVerifier();
    issuer.rotate();
    String token = token();
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Callable<Object>> work = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        work.add(() -> judge(verifier, token));
      }
      for (Future<Object> done : threads.invokeAll(work)) {
        assertThat(done.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (JwksServer target = issuer.serve()) {
      server.redirectTo(target.uri());
      TokenVerifier verifier = verifier();

      unavailable(verifier, token());

      assertThat(target.requests()).isZero();
      assertThat(expect(Notice.Kind.KEYS_UNAVAILABLE).detail()).isEqualTo("HTTP status 302");
    }
  }

  @Test
  void garbageChangesNothing() throws Exception {
    TokenVerifier verifier = warmVerifier();
    Instant start = clock.instant();
    List<String> garbage =
        List.of(
            "<html>",
            "{}",
            "[]",
            "{\"keys\":{}}",
            "{\"keys\":[],\"keys\":[]}",
            "{\"keys\":[",
            "{\"keys\":[" + "{},".repeat(64) + "{}]}",
            " ".repeat(20_000_000));
    String detail = "";
    int minutes = 5;
    for (String body : garbage) {
      server.answerWith(body);
      clock.set(start.plus(Duration.ofMinutes(minutes)));
      assertThat(verifier.verify(token())).isNotNull();
      detail = expect(Notice.Kind.KEYS_STALE).detail();
      minutes += 5;
    }
    assertThat(detail).isEqualTo("the answer is larger than 256 KiB");
  }

  @Test
  void aSetWithoutKeysLeavesNone() throws Exception {
    TokenVerifier verifier = warmVerifier();
    server.answerWith("{\"keys\":[]}");

    clock.advance(Duration.ofMinutes(5));

    startRefresh(verifier);
    rejectedAsUnknownKey(verifier, token());
  }

  @Test
  void anUnusableKeyLeavesTheOthersWorking() throws Exception {
    String offCurve =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"bad\",\"x\":\"AQ\",\"y\":\"AQ\"}";
    String good = issuer.jwks();
    server.answerWith(good.replace("{\"keys\":[", "{\"keys\":[" + offCurve + ",null,7,"));

    TokenVerifier verifier = verifier();

    assertThat(judge(verifier, token())).isNotNull();
    assertThat(expect(Notice.Kind.KEYS_REFRESHED).detail()).isEqualTo("1 keys, 3 unusable");
  }

  @Test
  void anAddressNobodyListensAtIsAnOutage() {
    URI closed = server.uri();
    server.close();
    TokenVerifier verifier =
        TokenVerifier.builder()
            .trust(TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE).jwksUri(closed))
            .clock(clock)
            .build();

    unavailable(verifier, token());
  }

  @Test
  void aListenerThatThrowsDoesNoHarm() throws Exception {
    TokenVerifier verifier =
        TokenVerifier.builder()
            .trust(TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE).jwksUri(server.uri()))
            .clock(clock)
            .notices(
                notice -> {
                  throw new IllegalStateException("deaf");
                })
            .build();

    assertThat(judge(verifier, token())).isNotNull();
    issuer.rotate();
    assertThat(judge(verifier, token())).isNotNull();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anAnswerThatNeverEndsIsGivenUpAfterFiveSeconds() throws Exception {
    server.trickle();
    TokenVerifier verifier = verifier();

    Notice notice = expect(Notice.Kind.KEYS_UNAVAILABLE);

    assertThat(notice.detail()).isEqualTo("no complete answer within 5 s");
    server.recover();
    clock.advance(Duration.ofSeconds(30));
    assertThat(judge(verifier, token())).isNotNull();
  }

  @Test
  void aClockThatWasHoursWrongDoesNotKeepOldKeysInUse() throws Exception {
    TokenVerifier verifier = verifier();
    clock.advance(Duration.ofHours(5));
    judge(verifier, token());
    clock.advance(Duration.ofHours(-5));
    String old = token();
    issuer.rotate();
    issuer.withdrawOldKeys();

    rejectedAsUnknownKey(verifier, old);

    assertThat(judge(verifier, token())).isNotNull();
    assertThat(verifier.keysHealth().get(0).refreshedAt()).contains(clock.instant());
  }
}
