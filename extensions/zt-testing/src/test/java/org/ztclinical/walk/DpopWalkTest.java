package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.session.DpopRule;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestProof;

/** Tokens that are bound to a key, through all stages of a guarded application. */
class DpopWalkTest {
  private static final String PATH = "/fhir/Patient/123";
  private static final String URL = "https://fhir.example" + PATH;
  private static final String ALGS = "algs=\"ES256 ES384 PS256 RS256\"";

  @TempDir Path directory;

  @Test
  void aBoundTokenWorksWithAProofOfItsKeyAndEachProofOnce() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);
      String proof = key.proof("GET", URL, token);

      assertThat(status(clinic, Credentials.dpop(token, proof))).isEqualTo(200);
      isRefused(send(clinic, Credentials.dpop(token, proof)), "invalid_dpop_proof");
      assertThat(status(clinic, Credentials.dpop(token, key.proof("GET", URL, token))))
          .isEqualTo(200);
      assertThat(clinic.runs).hasValue(2);
      assertThat(refusals(clinic)).singleElement().asString().contains("proof-replayed");
    }
  }

  @Test
  void aBoundTokenIsRefusedInEveryOtherWay() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);
      String proof = key.proof("GET", URL, token);

      Guarded asBearer = send(clinic, Credentials.bearer(token).withProofs(List.of(proof)));
      assertThat(asBearer.response().header("WWW-Authenticate"))
          .hasValue("Bearer error=\"invalid_token\", DPoP " + ALGS);
      isRefused(
          send(clinic, Credentials.dpop(token, "x").withProofs(List.of())), "invalid_dpop_proof");
      isRefused(
          send(clinic, Credentials.dpop(token, "x").withProofs(List.of(proof, proof))),
          "invalid_dpop_proof");
      DpopKey thief = DpopKey.create(clinic.clock);
      isRefused(
          send(clinic, Credentials.dpop(token, thief.proof("GET", URL, token))), "invalid_token");
      isRefused(
          send(clinic, Credentials.dpop(token, key.proof("POST", URL, token))),
          "invalid_dpop_proof");
      assertThat(clinic.runs).hasValue(0);
      assertThat(refusals(clinic))
          .hasSize(5)
          .anySatisfy(line -> assertThat(line).contains("bound-token-as-bearer"))
          .anySatisfy(line -> assertThat(line).contains("proof-missing"))
          .anySatisfy(line -> assertThat(line).contains("proof-ambiguous"))
          .anySatisfy(line -> assertThat(line).contains("wrong-key"))
          .anySatisfy(line -> assertThat(line).contains("wrong-method"));
    }
  }

  @Test
  void aTokenThatIsNotBoundIsRefusedWithTheSchemeOfBoundOnes() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = clinic.token("patient/*.rs", t -> t.patient("123"));

      isRefused(
          send(clinic, Credentials.dpop(token, key.proof("GET", URL, token))), "invalid_token");
      assertThat(status(clinic, Credentials.bearer(token).withProofs(List.of("x")))).isEqualTo(200);
    }
  }

  @Test
  void aTokenBoundTwiceNeedsBothProven() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String other = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";
      String token =
          clinic.token(
              "patient/*.rs",
              t ->
                  t.patient("123")
                      .claim("cnf", Map.of("jkt", key.thumbprint(), "x5t#S256", other)));

      isRefused(
          send(clinic, Credentials.dpop(token, key.proof("GET", URL, token))), "invalid_token");
      assertThat(clinic.runs).hasValue(0);
      assertThat(refusals(clinic)).singleElement().asString().contains("certificate-missing");
    }
  }

  @Test
  void nobodyButItsMakerUsesAProofUp() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);
      String id = "the id of the victim's next proof";
      for (UnaryOperator<TestProof> bad :
          List.<UnaryOperator<TestProof>>of(
              p -> p.claim("ath", "x"),
              p -> p.claim("htm", "POST"),
              p -> p.claim("htu", "https://evil.example"),
              p -> p.madeAgo(Duration.ofHours(1)),
              p -> p.header("typ", "JWT"))) {
        send(
            clinic,
            Credentials.dpop(token, key.proof("GET", URL, token, p -> bad.apply(p.id(id)))));
      }
      String broken = key.proof("GET", URL, token, p -> p.id(id));
      send(clinic, Credentials.dpop(token, broken.substring(0, broken.length() - 4) + "AAAA"));
      DpopKey thief = DpopKey.create(clinic.clock);
      send(clinic, Credentials.dpop(token, thief.proof("GET", URL, token, p -> p.id(id))));
      String ownToken = bound(clinic, thief);
      assertThat(
              status(
                  clinic,
                  Credentials.dpop(ownToken, thief.proof("GET", URL, ownToken, p -> p.id(id)))))
          .isEqualTo(200);

      assertThat(
              status(clinic, Credentials.dpop(token, key.proof("GET", URL, token, p -> p.id(id)))))
          .isEqualTo(200);
    }
  }

  @Test
  void aProofFromTheFutureIsNotAcceptedAgainInTheTailOfItsWindow() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);
      String proof = key.proof("GET", URL, token, p -> p.madeAgo(Duration.ofSeconds(-30)));
      assertThat(status(clinic, Credentials.dpop(token, proof))).isEqualTo(200);
      for (int second = 1; second <= 130; second++) {
        clinic.clock.advance(Duration.ofSeconds(1));
        if (second % 10 == 0 || (second > 87 && second < 94)) {
          isRefused(send(clinic, Credentials.dpop(token, proof)), "invalid_dpop_proof");
        }
      }
    }
  }

  @Test
  void ofManyWhoPresentOneProofAtOneTimeOneIsServed() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);
      String proof = key.proof("GET", URL, token);
      ExecutorService callers = Executors.newFixedThreadPool(8);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Integer>> answers =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      callers.submit(
                          () -> {
                            start.await();
                            return status(clinic, Credentials.dpop(token, proof));
                          }))
              .toList();
      start.countDown();
      int served = 0;
      for (Future<Integer> answer : answers) {
        served += answer.get() == 200 ? 1 : 0;
      }
      callers.shutdown();

      assertThat(served).isEqualTo(1);
    }
  }

  @Test
  void whoFillsTheStoreFillsTheOwnShareAndNobodyIsForgotten() throws Exception {
    InMemoryState[] store = new InMemoryState[1];
    try (Clinic clinic =
        new Clinic(
            directory,
            settings -> {
              store[0] = InMemoryState.create(ManualClock.create(), 5, 3);
              return settings.dpop(DpopRule.standard().usedProofsIn(store[0]));
            })) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);
      String first = key.proof("GET", URL, token);
      assertThat(status(clinic, Credentials.dpop(token, first))).isEqualTo(200);
      for (int i = 0; i < 2; i++) {
        status(clinic, Credentials.dpop(token, key.proof("GET", URL, token)));
      }

      Guarded refused = send(clinic, Credentials.dpop(token, key.proof("GET", URL, token)));
      assertThat(refused.response().status()).isEqualTo(429);
      assertThat(refused.response().header("Retry-After")).isPresent();
      isRefused(send(clinic, Credentials.dpop(token, first)), "invalid_dpop_proof");
      String other = clinic.token("patient/*.rs", t -> t.patient("123").subject("u2").boundTo(key));
      assertThat(status(clinic, Credentials.dpop(other, key.proof("GET", URL, other))))
          .isEqualTo(200);
      assertThat(clinic.runs).hasValue(4);
    }
  }

  @Test
  void aStoreThatFailsServesNobodyAndOneThatForgetsDoesNotStart() throws Exception {
    FailingStore store = new FailingStore(Set.of(StateStore.Guarantee.values()));
    try (Clinic clinic =
        clinic(settings -> settings.dpop(DpopRule.standard().usedProofsIn(store)))) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);

      Guarded refused = send(clinic, Credentials.dpop(token, key.proof("GET", URL, token)));

      assertThat(refused.response().status()).isEqualTo(503);
      assertThat(clinic.runs).hasValue(0);
    }
    FailingStore forgetful = new FailingStore(Set.of(StateStore.Guarantee.ONE_WINNER));
    assertThatThrownBy(
            () -> clinic(settings -> settings.dpop(DpopRule.standard().usedProofsIn(forgetful))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("KEPT_UNTIL_EXPIRY");
  }

  @Test
  void whereANonceIsNeededEveryAnswerBringsOne() throws Exception {
    try (Clinic clinic =
        clinic(
            settings -> settings.dpop(DpopRule.standard().requireNonce(Duration.ofMinutes(5))))) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);

      Guarded challenged = send(clinic, Credentials.dpop(token, key.proof("GET", URL, token)));
      assertThat(challenged.response().header("WWW-Authenticate"))
          .hasValue("DPoP error=\"use_dpop_nonce\", " + ALGS);
      String nonce = challenged.response().header("DPoP-Nonce").orElseThrow();
      Guarded served = send(clinic, withNonce(key, token, nonce));
      assertThat(served.response().status()).isEqualTo(200);
      assertThat(served.response().header("DPoP-Nonce")).hasValue(nonce);

      isRefused(
          send(clinic, Credentials.dpop(token, key.proof("GET", URL, token))), "use_dpop_nonce");
      clinic.clock.advance(Duration.ofMinutes(6));
      String later = bound(clinic, key);
      Guarded renewed = send(clinic, withNonce(key, later, nonce));
      isRefused(renewed, "use_dpop_nonce");
      assertThat(renewed.response().header("DPoP-Nonce")).isPresent().isNotEqualTo(nonce);
    }
  }

  @Test
  void oneRequestMayBeLookedAtSeveralTimesAndAnotherWithTheSameProofMayNot() throws Exception {
    try (Clinic clinic = clinic(settings -> settings)) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = bound(clinic, key);
      String proof = key.proof("GET", URL, token);
      Credentials credentials = Credentials.dpop(token, proof);
      CanonicalRequest request = CanonicalRequest.parse(HttpMethod.GET, PATH);
      RequestContext context = context(clinic);
      Attempt attempt = new Attempt(credentials, context, request);

      assertThat(clinic.zeroTrust.screen(attempt)).isEmpty();
      assertThat(clinic.send(attempt).response().status()).isEqualTo(200);
      Attempt forwarded =
          new Attempt(
              credentials, context, CanonicalRequest.parse(HttpMethod.GET, "/fhir/Patient/123?x"));
      assertThat(clinic.send(forwarded).response().status()).isNotEqualTo(401);

      isRefused(
          clinic.send(new Attempt(credentials, context(clinic), request)), "invalid_dpop_proof");
      isRefused(
          clinic.send(new Attempt(Credentials.dpop(token, proof), context, request)),
          "invalid_dpop_proof");
    }
  }

  private static List<String> refusals(Clinic clinic) throws Exception {
    return clinic.rejections().stream().filter(line -> line.contains(" reason=")).toList();
  }

  private static RequestContext context(Clinic clinic) {
    return new RequestContext("test-1", "192.0.2.7", clinic.clock.instant());
  }

  private Clinic clinic(UnaryOperator<ZeroTrustBuilder> settings) {
    return new Clinic(directory, settings);
  }

  private static String bound(Clinic clinic, DpopKey key) {
    return clinic.token("patient/*.rs", t -> t.patient("123").boundTo(key));
  }

  private static Credentials withNonce(DpopKey key, String token, String nonce) {
    return Credentials.dpop(token, key.proof("GET", URL, token, p -> p.nonce(nonce)));
  }

  private static Guarded send(Clinic clinic, Credentials credentials) throws Exception {
    return clinic.send(credentials, CanonicalRequest.parse(HttpMethod.GET, PATH));
  }

  private static int status(Clinic clinic, Credentials credentials) throws Exception {
    return send(clinic, credentials).response().status();
  }

  private static void isRefused(Guarded refused, String error) {
    assertThat(refused.response().status()).isEqualTo(401);
    assertThat(refused.response().header("WWW-Authenticate"))
        .hasValue("DPoP error=\"" + error + "\", " + ALGS);
    assertThat(Clinic.text(refused)).contains("The access token is not accepted.");
  }

  /** Promises this, and fails. */
  private record FailingStore(Set<Guarantee> guarantees) implements StateStore {
    @Override
    public boolean putIfAbsent(StateKey key, String value, Duration ttl)
        throws StateUnavailableException {
      throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "down");
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
      throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "down");
    }

    @Override
    public boolean compareAndSet(
        StateKey key, Optional<String> expected, String value, Duration ttl)
        throws StateUnavailableException {
      throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "down");
    }
  }
}
