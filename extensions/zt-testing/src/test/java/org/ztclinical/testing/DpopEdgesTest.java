package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TargetUri;
import org.ztclinical.token.DpopCall;
import org.ztclinical.token.DpopNonces;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.ProofReason;
import org.ztclinical.token.ProofRejectedException;
import org.ztclinical.token.SigningAlgorithm;

/** To the second and to the byte: proofs of possession and the nonces in them. */
class DpopEdgesTest {
  private static final String TOKEN = "a.good.token";
  private static final String URL = "https://api.example/fhir/Patient/1";
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Duration LIFE = Duration.ofSeconds(100);
  private static final byte[] SHARED =
      "32 bytes of a test, never more: ".getBytes(StandardCharsets.US_ASCII);

  private final ManualClock clock = ManualClock.create();
  private final DpopKey key = DpopKey.create(clock);

  @Test
  void aProofIsRememberedUntilAClockThatIsBehindWouldFindItTooOld() throws Exception {
    for (Duration ago : List.of(SKEW.negated(), Duration.ZERO, AGE)) {
      String proof = key.proof("GET", URL, TOKEN, p -> p.madeAgo(ago));

      Duration acceptable = proofs(Optional.empty()).verify(proof, call()).acceptableFor();

      Instant made = clock.instant().minus(ago);
      assertThat(clock.instant().plus(acceptable))
          .isEqualTo(made.plus(AGE).plus(SKEW).plusSeconds(1));
    }
  }

  @Test
  void aProofHas8KibAtMost() throws Exception {
    assertThat(proofs(Optional.empty()).verify(ofLength(8 * 1024), call())).isNotNull();
    rejected(Optional.empty(), ProofReason.TOO_LARGE, ofLength(8 * 1024 + 1));
  }

  private String ofLength(int length) {
    int guess = (length - padded("", "").length()) * 3 / 4;
    for (int pad = guess - 8; pad < guess + 8; pad++) {
      for (int more = 0; more < 4; more++) {
        String proof = padded("x".repeat(more), "x".repeat(pad));
        if (proof.length() == length) {
          return proof;
        }
      }
    }
    throw new AssertionError("none of " + length + " characters");
  }

  private String padded(String inHeader, String inClaims) {
    return key.proof("GET", URL, TOKEN, p -> p.header("a", inHeader).claim("pad", inClaims));
  }

  @Test
  void whatTheKeySaysOfItselfMustFit() throws Exception {
    proofs(Optional.empty())
        .verify(withKey(Map.of("alg", "ES256", "use", "sig", "kid", "k")), call());
    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("alg", 1), Map.of("use", List.of("sig")), Map.of("alg", "RS256"))) {
      rejected(Optional.empty(), ProofReason.KEY_NOT_SUITABLE, withKey(other));
    }
  }

  private String withKey(Map<String, Object> members) {
    Map<String, Object> jwk = new LinkedHashMap<>(key.publicJwk());
    jwk.putAll(members);
    return key.proof("GET", URL, TOKEN, p -> p.header("jwk", jwk));
  }

  @Test
  void aNonceIsGoodToTheLastSecondOfItsLifeAndOfWhatClocksMayDiffer() throws Exception {
    Optional<DpopNonces> nonces = Optional.of(DpopNonces.sharing(SHARED, LIFE, SKEW, clock));
    String nonce = nonces.get().current();
    long good = madeAt(nonce) + LIFE.plus(SKEW).toSeconds() - clock.instant().getEpochSecond();

    clock.advance(Duration.ofSeconds(good));
    proofs(nonces).verify(proof(nonce), call());
    clock.advance(Duration.ofSeconds(1));

    rejected(nonces, ProofReason.NONCE_NOT_ACCEPTED, proof(nonce));
  }

  @Test
  void aNonceFromTheFutureIsGoodAsFarAsClocksMayDiffer() throws Exception {
    ManualClock ahead = ManualClock.at(clock.instant());
    ahead.advance(Duration.ofMinutes(10));
    String nonce = DpopNonces.sharing(SHARED, LIFE, SKEW, ahead).current();
    Optional<DpopNonces> nonces = Optional.of(DpopNonces.sharing(SHARED, LIFE, SKEW, clock));
    long early = madeAt(nonce) - SKEW.toSeconds() - clock.instant().getEpochSecond();

    clock.advance(Duration.ofSeconds(early - 1));
    rejected(nonces, ProofReason.NONCE_NOT_ACCEPTED, proof(nonce));
    clock.advance(Duration.ofSeconds(1));

    proofs(nonces).verify(proof(nonce), call());
  }

  /**
   * Instances of several versions know each other's nonces, and no other use of the key has one.
   */
  @Test
  void aNonceIsItsTimeAndAMacOverPurposeAndTime() throws Exception {
    String nonce = DpopNonces.sharing(SHARED, LIFE, SKEW, clock).current();

    long now = clock.instant().getEpochSecond();
    byte[] time = ByteBuffer.allocate(8).putLong(now / 10 * 10).array();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SHARED, "HmacSHA256"));
    mac.update("zt dpop nonce 1".getBytes(StandardCharsets.US_ASCII));
    byte[] expected = ByteBuffer.allocate(24).put(time).put(mac.doFinal(time), 0, 16).array();
    assertThat(Base64.getUrlDecoder().decode(nonce)).isEqualTo(expected);
  }

  @Test
  void aKeyForNoncesHas32Bytes() {
    assertThat(SHARED).hasSize(32);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DpopNonces.sharing(Arrays.copyOf(SHARED, 31), LIFE, SKEW, clock).current());
  }

  private static long madeAt(String nonce) {
    return ByteBuffer.wrap(Base64.getUrlDecoder().decode(nonce)).getLong();
  }

  private String proof(String nonce) {
    UnaryOperator<TestProof> with = p -> p.nonce(nonce);
    return key.proof("GET", URL, TOKEN, with);
  }

  private DpopProofs proofs(Optional<DpopNonces> nonces) {
    return DpopProofs.of(Set.of(SigningAlgorithm.ES256), AGE, SKEW, nonces, clock);
  }

  private DpopCall call() {
    return new DpopCall(
        HttpMethod.GET, Set.of(TargetUri.parse(URL).orElseThrow()), TOKEN, key.thumbprint());
  }

  private void rejected(Optional<DpopNonces> nonces, ProofReason reason, String proof) {
    assertThatThrownBy(() -> proofs(nonces).verify(proof, call()))
        .isInstanceOfSatisfying(
            ProofRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
