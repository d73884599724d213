package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ztclinical.notice.Notice;
import org.ztclinical.token.Introspection;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;
import org.ztclinical.token.VerifiedToken;

/** Tokens that only their issuer can read, asked about over real HTTP on loopback. */
class IntrospectionTest {
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
  private final IntrospectionServer server = issuer.introspect();
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
  private final TokenVerifier verifier = verifier(server.settings());

  @AfterEach
  void close() {
    server.close();
  }

  private TokenVerifier verifier(Introspection settings) {
    return TokenVerifier.builder()
        .trust(trusted().introspection(settings))
        .clock(clock)
        .notices(notices::add)
        .build();
  }

  private TrustedIssuer trusted() {
    return TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE);
  }

  private void refused(TokenReason reason, UnaryOperator<TestToken> change) {
    refused(verifier, reason, server.issue(change));
  }

  private static void refused(TokenVerifier verifier, TokenReason reason, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            TokenRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static KeysUnavailableException unavailable(TokenVerifier verifier, String token) {
    try {
      verifier.verify(token);
    } catch (KeysUnavailableException e) {
      return e;
    } catch (TokenRejectedException e) {
      throw new AssertionError("expected no answer, but the token was judged", e);
    }
    throw new AssertionError("expected no answer, but the token was accepted");
  }

  @Test
  void anActiveTokenHasTheFactsThatTheIssuerTells() throws Exception {
    String token = server.issue(t -> t.scope("a b").claim("x", "y"));

    VerifiedToken verified = verifier.verify(token);

    assertThat(verified.issuer()).isEqualTo(issuer.issuer());
    assertThat(verified.subject()).isEqualTo("user-1");
    assertThat(verified.clientId()).isEqualTo("app-1");
    assertThat(verified.audience()).containsExactly(TestIssuer.AUDIENCE);
    assertThat(verified.scopes()).containsExactly("a", "b");
    assertThat(verified.claim("x")).isPresent();
    assertThat(verified.confirmation().isBound()).isFalse();
  }

  @Test
  void nothingButTheBooleanTrueIsActive() {
    refused(verifier, TokenReason.INACTIVE, "never-issued");
    refused(TokenReason.INACTIVE, t -> t.claim("active", false));
    refused(TokenReason.INACTIVE, t -> t.claim("active", "true"));
    refused(TokenReason.INACTIVE, t -> t.claim("active", 1));
    refused(TokenReason.INACTIVE, t -> t.nullClaim("active"));
    refused(TokenReason.INACTIVE, t -> t.without("active"));
  }

  @Test
  void anActiveTokenIsHeldToTheRulesOfSignedOnes() {
    refused(
        TokenReason.EXPIRED,
        t -> t.issuedAgo(Duration.ofMinutes(5)).expiresIn(Duration.ofMinutes(-1)));
    refused(TokenReason.CLAIM_MISSING, t -> t.without("exp"));
    refused(TokenReason.CLAIM_MISSING, t -> t.without("iat"));
    refused(TokenReason.CLAIM_MISSING, t -> t.without("sub"));
    refused(TokenReason.CLAIM_MISSING, t -> t.without("client_id"));
    refused(TokenReason.CLAIM_MISSING, t -> t.without("iss"));
    refused(TokenReason.CLAIM_MISSING, t -> t.without("aud"));
    refused(TokenReason.CLAIM_MALFORMED, t -> t.claim("exp", "1900000000"));
    refused(TokenReason.CLAIM_MALFORMED, t -> t.nullClaim("exp"));
    refused(TokenReason.WRONG_AUDIENCE, t -> t.audience("https://other.example"));
    refused(TokenReason.UNKNOWN_ISSUER, t -> t.claim("iss", "https://other.example"));
    refused(TokenReason.LIFE_TOO_LONG, t -> t.expiresIn(Duration.ofDays(30)));
    refused(
        TokenReason.ISSUED_IN_FUTURE, t -> t.issuedAgo(Duration.ofSeconds(-60)).claim("nbf", 1));
    refused(TokenReason.NOT_AN_ACCESS_TOKEN, t -> t.claim("token_type", "refresh_token"));
    refused(TokenReason.NOT_AN_ACCESS_TOKEN, t -> t.claim("token_type", 1));
    refused(TokenReason.NOT_AN_ACCESS_TOKEN, t -> t.claim("token_use", "refresh"));
    refused(TokenReason.BINDING_UNKNOWN, t -> t.claim("cnf", Map.of("other", "x")));
  }

  @Test
  void aBoundTokenSaysWhatItIsBoundTo() throws Exception {
    String hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    String certificate = server.issue(t -> t.claim("cnf", Map.of("x5t#S256", hash)));
    String key = server.issue(t -> t.claim("token_type", "DPoP").claim("cnf", Map.of("jkt", hash)));

    assertThat(verifier.verify(certificate).confirmation().certificateThumbprint()).contains(hash);
    assertThat(verifier.verify(key).confirmation().keyThumbprint()).contains(hash);
    refused(TokenReason.NOT_AN_ACCESS_TOKEN, t -> t.claim("token_type", "DPoP"));
  }

  @Test
  void eachRelaxationHasItsName() throws Exception {
    Introspection loose =
        server
            .settings()
            .allowMissingIssuer()
            .allowMissingAudience()
            .allowMissingIssueTime()
            .allowMissingExpiration();
    String bare = server.issue(t -> t.without("iss").without("aud").without("iat").without("exp"));

    VerifiedToken verified = verifier(loose).verify(bare);

    assertThat(verified.issuer()).isEqualTo(issuer.issuer());
    assertThat(verified.expiresAt()).isEqualTo(clock.instant().plusSeconds(30));
    // What is said is checked all the same.
    refused(
        verifier(loose),
        TokenReason.WRONG_AUDIENCE,
        server.issue(t -> t.audience("https://other.example")));
    refused(
        verifier(loose),
        TokenReason.UNKNOWN_ISSUER,
        server.issue(t -> t.claim("iss", "https://other.example")));
  }

  @Test
  void anAnswerIsBelievedForThirtySecondsAndARefusalForFive() throws Exception {
    String token = server.issue(t -> t);
    VerifiedToken first = verifier.verify(token);
    server.revoke(token);
    assertThat(verifier.verify(token)).isSameAs(first);
    clock.advance(Duration.ofSeconds(29));
    assertThat(verifier.verify(token)).isSameAs(first);
    assertThat(server.requests()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    refused(verifier, TokenReason.INACTIVE, token);
    refused(verifier, TokenReason.INACTIVE, token);
    assertThat(server.requests()).isEqualTo(2);

    clock.advance(Duration.ofSeconds(5));
    refused(verifier, TokenReason.INACTIVE, token);
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void anAnswerIsNotBelievedPastTheEndOfTheToken() throws Exception {
    String token = server.issue(t -> t.expiresIn(Duration.ofSeconds(10)));
    verifier.verify(token);

    clock.advance(Duration.ofSeconds(10));
    server.revoke(token);

    refused(verifier, TokenReason.INACTIVE, token);
  }

  @Test
  void manyThreadsWithOneTokenMakeOneCall() throws Exception {
    String token = server.issue(t -> t);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<VerifiedToken>> work = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        work.add(() -> verifier.verify(token));
      }
      for (Future<VerifiedToken> done : threads.invokeAll(work)) {
        assertThat(done.get().subject()).isEqualTo("user-1");
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void aFloodOfTokensThatNobodyIssuedMakesNoMoreCallsThanAllowed() throws Exception {
    TokenVerifier limited = verifier(server.settings().limits(Duration.ofSeconds(2), 20, 8));
    String honest = server.issue(t -> t);
    limited.verify(honest);
    long start = System.nanoTime();

    int unknown = 0;
    for (int i = 0; i < 800; i++) {
      try {
        limited.verify("random-" + i);
      } catch (TokenRejectedException e) {
        assertThat(e.reason()).isEqualTo(TokenReason.INACTIVE);
      } catch (KeysUnavailableException e) {
        assertThat(e.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        unknown++;
      }
      assertThat(limited.verify(honest)).isNotNull();
    }

    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(server.requests()).isLessThanOrEqualTo((int) (20 * (seconds + 2)));
    assertThat(unknown).isPositive();
  }

  @Test
  void aFloodOfOnePeerDeniesNothingToAnother() throws Exception {
    TokenVerifier limited = verifier(server.settings().limits(Duration.ofSeconds(2), 20, 8));
    String inUse = server.issue(t -> t);
    assertThat(limited.verify(inUse, "192.0.2.66")).isNotNull();
    clock.advance(Duration.ofSeconds(31));
    CountDownLatch refused = new CountDownLatch(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> flood(limited, "192.0.2.66", refused));
      }
      assertThat(refused.await(10, TimeUnit.SECONDS)).as("the flood is refused").isTrue();

      for (int i = 0; i < 3; i++) {
        assertThat(limited.verify(server.issue(t -> t), "192.0.2.7")).as("another").isNotNull();
      }
      assertThat(limited.verify(inUse, "192.0.2.66")).as("good before").isNotNull();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void flood(TokenVerifier verifier, String peer, CountDownLatch refused) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        verifier.verify("random-" + UUID.randomUUID(), peer);
      } catch (TokenRejectedException e) {
        // One of those that may be asked about.
      } catch (KeysUnavailableException e) {
        refused.countDown();
        Thread.yield();
      }
    }
  }

  @Test
  void tokensThatTheIssuerWillNotLookAtDenyNothingToOthers() throws Exception {
    for (int status : new int[] {400, 413, 414, 422, 431}) {
      server.failWith(status);
      for (int i = 0; i < 12; i++) {
        unavailable(verifier, "odd-" + status + "-" + i);
      }
      server.recover();

      assertThat(verifier.verify(server.issue(t -> t))).isNotNull();
    }
  }

  @Test
  void whateverIsNoAnswerIsAnAnswerThatNobodyKnows() {
    List<Runnable> troubles =
        List.of(
            () -> server.failWith(500),
            () -> server.failWith(401),
            () -> server.failWith(204),
            () -> server.redirectTo(server.uri()),
            () -> server.contentType("text/html"),
            () -> server.contentType("application/token-introspection+jwt"));
    for (Runnable trouble : troubles) {
      String token = server.issue(t -> t);
      trouble.run();
      KeysUnavailableException none = unavailable(verifier(server.settings()), token);
      assertThat(none.asReason().code()).isEqualTo(TokenReason.INTROSPECTION_UNAVAILABLE);
      assertThat(none.issuer()).isEqualTo(issuer.issuer());
      server.recover();
    }
    for (String text :
        List.of(
            "",
            "[]",
            "{\"active\":true,\"active\":true}",
            "{\"active\":true",
            "{\"active\":true,\"x\":\"" + "x".repeat(70_000) + "\"}",
            "{\"active\":true,\"x\":" + "[".repeat(20) + "]".repeat(20) + "}")) {
      server.answer("odd", text);
      unavailable(verifier(server.settings()), "odd");
    }
  }

  @Test
  void aSlowIssuerIsWaitedForNoLongerThanTheDeadline() {
    TokenVerifier hasty = verifier(server.settings().limits(Duration.ofMillis(200), 100, 8));
    server.hold();
    long start = System.nanoTime();

    unavailable(hasty, server.issue(t -> t));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(190), Duration.ofMillis(1_900));
  }

  @Test
  void anIssuerThatFailsIsLeftAloneForFiveSecondsOrWhatWasSaid() {
    assertThat(restOf(verifier)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
    TokenVerifier patient = verifier(server.settings().restAfterFailures(Duration.ofSeconds(60)));
    assertThat(restOf(patient)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    for (Duration rest : List.of(Duration.ZERO, Duration.ofMillis(99), Duration.ofSeconds(61))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.settings().restAfterFailures(rest));
    }
  }

  /** How long it is left alone, told by the last of many refusals. */
  private Duration restOf(TokenVerifier asking) {
    server.failWith(500);
    Duration last = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      last = unavailable(asking, "token-" + i).retryAfter();
    }
    return last;
  }

  @Test
  void anIssuerThatFailsIsLeftAloneForAWhileAndKnownTokensStayKnown() throws Exception {
    TokenVerifier hasty = verifier(server.settings().restAfterFailures(Duration.ofSeconds(1)));
    String known = server.issue(t -> t);
    hasty.verify(known);
    server.failWith(500);

    KeysUnavailableException last = null;
    for (int i = 0; i < 30; i++) {
      last = unavailable(hasty, "token-" + i);
    }

    assertThat(server.requests()).isLessThanOrEqualTo(1 + 10);
    assertThat(last.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(hasty.verify(known)).isNotNull();
    assertThat(notices.poll().kind()).isEqualTo(Notice.Kind.INTROSPECTION_UNAVAILABLE);
    server.recover();
    VerifiedToken back = null;
    long deadline = System.nanoTime() + Duration.ofSeconds(9).toNanos();
    String fresh = server.issue(t -> t);
    while (back == null && System.nanoTime() < deadline) {
      try {
        back = hasty.verify(fresh);
      } catch (KeysUnavailableException e) {
        Thread.sleep(50);
      }
    }
    assertThat(back).isNotNull();
    assertThat(notices.poll().kind()).isEqualTo(Notice.Kind.INTROSPECTION_ANSWERS);
  }

  @Test
  void weSignWhatShowsWhoWeAreAnewForEachCall() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2_048).keyID("ours").generate();
    ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ours").generate();
    Set<String> ids = new HashSet<>();
    for (Introspection settings :
        List.of(
            Introspection.at(server.uri()).privateKeyJwt("us", rsa.toJSONString()),
            Introspection.at(server.uri()).privateKeyJwt("us", ec.toJSONString()),
            Introspection.at(server.uri())
                .privateKeyJwt("us", rsa.toPrivateKey(), SigningAlgorithm.PS256, "ours"),
            Introspection.at(server.uri())
                .privateKeyJwt("us", ec.toPrivateKey(), SigningAlgorithm.ES256, "ours"))) {
      server.callersBy(
          form ->
              isOurs(form, ids, List.of(ecVerifier(ec), rsaVerifier(rsa)))
                  && form.get("client_id").equals("us"));
      TokenVerifier signing = verifier(settings);

      assertThat(signing.verify(server.issue(t -> t))).isNotNull();
      assertThat(signing.verify(server.issue(t -> t))).isNotNull();
      assertThat(settings.toString()).isEqualTo("Introspection[" + server.uri() + "]");
    }
    assertThat(ids).hasSize(8);
  }

  private static JWSVerifier ecVerifier(ECKey key) {
    try {
      return new ECDSAVerifier(key);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWSVerifier rsaVerifier(RSAKey key) {
    try {
      return new RSASSAVerifier(key);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isOurs(Map<String, String> form, Set<String> ids, List<JWSVerifier> keys) {
    try {
      SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
      JWSVerifier key =
          keys.stream()
              .filter(
                  k -> k.supportedJWSAlgorithms().contains(assertion.getHeader().getAlgorithm()))
              .findFirst()
              .orElseThrow();
      var claims = assertion.getJWTClaimsSet();
      return assertion.verify(key)
          && assertion.getHeader().getKeyID().equals("ours")
          && claims.getIssuer().equals("us")
          && claims.getSubject().equals("us")
          && claims.getAudience().equals(List.of(issuer.issuer()))
          && claims.getExpirationTime().toInstant().equals(clock.instant().plusSeconds(60))
          && ids.add(claims.getJWTID());
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void signedTokensAreVerifiedByTheirSignatureWhereThereAreKeys() throws Exception {
    TokenVerifier both =
        TokenVerifier.builder()
            .trust(issuer.trusted().introspection(server.settings()))
            .clock(clock)
            .build();

    assertThat(both.verify(issuer.mint())).isNotNull();
    assertThat(server.requests()).isZero();
    assertThat(both.verify(server.issue(t -> t))).isNotNull();
  }

  @Test
  void signedTokensOfAnIssuerWithoutKeysAreAskedAbout() throws Exception {
    String signed = issuer.mint();
    refused(verifier, TokenReason.INACTIVE, signed);

    String text = issuer.token().claim("active", true).claimsText();
    String known = issuer.mint();
    server.answer(known, text);

    assertThat(verifier.verify(known).subject()).isEqualTo("user-1");
  }

  @Test
  void eachTokenIsShownToItsOwnIssuerOnly() throws Exception {
    TestIssuer other = TestIssuer.of("https://other.example", SigningAlgorithm.ES256, clock);
    try (IntrospectionServer second = other.introspect()) {
      TokenVerifier two =
          TokenVerifier.builder()
              .trust(trusted().introspection(server.settings().tokenPrefix("a_")))
              .trust(
                  TrustedIssuer.of(other.issuer(), TestIssuer.AUDIENCE)
                      .introspection(second.settings().tokenPrefix("b_")))
              .clock(clock)
              .build();
      String first = server.issue("a_", t -> t);
      second.answer(first, other.token().claim("active", true).claimsText());

      assertThat(two.verify(first).issuer()).isEqualTo(issuer.issuer());
      assertThat(two.verify(second.issue("b_", t -> t)).issuer()).isEqualTo(other.issuer());
      refused(two, TokenReason.MALFORMED, "c_token");
      assertThat(server.requests()).isEqualTo(1);
      assertThat(second.requests()).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoTokenIsNotAskedAbout() {
    for (String text : List.of("", " ", "a b", "a\r\nb", "ä", "a=b", "x".repeat(20_000))) {
      assertThatThrownBy(() -> verifier.verify(text)).isInstanceOf(TokenRejectedException.class);
    }
    assertThat(server.requests()).isZero();
  }

  @Test
  void wrongSettingsDoNotStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Introspection.at(URI.create("http://issuer.example/introspect")));
    assertThatIllegalStateException()
        .isThrownBy(() -> trusted().introspection(Introspection.at(server.uri())))
        .withMessageContaining("clientSecret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.settings().privateKeyJwt("us", "{\"kty\":\"RSA\"}"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.settings().limits(Duration.ofMinutes(1), 1, 1));
    HttpClient redirecting =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.settings().httpClient(redirecting))
        .withMessageContaining("follows redirects");
    TestIssuer other = TestIssuer.of("https://other.example", SigningAlgorithm.ES256, clock);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                TokenVerifier.builder()
                    .trust(trusted().introspection(server.settings()))
                    .trust(
                        TrustedIssuer.of(other.issuer(), TestIssuer.AUDIENCE)
                            .introspection(server.settings()))
                    .build())
        .withMessageContaining("tokenPrefix");
  }
}
