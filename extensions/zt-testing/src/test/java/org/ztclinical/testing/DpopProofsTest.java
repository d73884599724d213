package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TargetUri;
import org.ztclinical.token.DpopCall;
import org.ztclinical.token.DpopNonces;
import org.ztclinical.token.DpopProof;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.ProofReason;
import org.ztclinical.token.ProofRejectedException;
import org.ztclinical.token.SigningAlgorithm;

/** One test for each rule of RFC 9449 §4.3, and for what it leaves to servers. */
class DpopProofsTest {
  private static final String TOKEN = "a.good.token";
  private static final String URL = "https://api.example/fhir/Patient/1";
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final ManualClock clock = ManualClock.create();
  private final DpopKey key = DpopKey.create(clock);
  private final DpopProofs proofs = proofs(Optional.empty());

  @Test
  void aGoodProofVerifiesByEveryAcceptedAlgorithm() throws Exception {
    for (SigningAlgorithm algorithm :
        List.of(
            SigningAlgorithm.ES256,
            SigningAlgorithm.ES384,
            SigningAlgorithm.PS256,
            SigningAlgorithm.RS256)) {
      DpopKey other = DpopKey.of(algorithm, clock);

      DpopProof proof = proofs.verify(other.proof("GET", URL, TOKEN), call(other));

      assertThat(proof.keyThumbprint()).isEqualTo(other.thumbprint());
      assertThat(proof.target().text()).isEqualTo(URL);
      assertThat(proof.toString() + call(other)).doesNotContain(proof.id(), TOKEN, URL);
    }
  }

  @Test
  void whatIsNoSignedTokenIsRejected() {
    String good = key.proof("GET", URL, TOKEN);
    rejected(ProofReason.MALFORMED, "");
    rejected(ProofReason.MALFORMED, good + "," + good);
    rejected(ProofReason.MALFORMED, good + ", " + good);
    rejected(ProofReason.MALFORMED, " " + good);
    rejected(ProofReason.MALFORMED, good + "=");
    rejected(ProofReason.MALFORMED, good + "." + good);
    rejected(ProofReason.SIGNATURE_INVALID, good.substring(0, good.lastIndexOf('.') + 1));
    rejected(ProofReason.TOO_LARGE, "a".repeat(8 * 1024 + 1));
    rejected(ProofReason.TOO_LARGE, proof -> proof.id("a".repeat(100_000)));
  }

  @Test
  void anotherTypeIsRejected() throws Exception {
    for (Object type : new Object[] {"JWT", "at+jwt", "dpop", "dpop+jwt ", 1, null}) {
      rejected(ProofReason.WRONG_TYPE, proof -> proof.header("typ", type));
    }
    rejected(ProofReason.WRONG_TYPE, proof -> proof.withoutHeader("typ"));
    accepted(proof -> proof.header("typ", "DPoP+JWT"));
    accepted(proof -> proof.header("typ", "application/dpop+jwt"));
  }

  @Test
  void algorithmsThatAreNotListedAreRejected() {
    for (Object alg : new Object[] {"none", "HS256", "es256", "ES512", "EdDSA", 1, null}) {
      rejected(ProofReason.ALGORITHM_NOT_ALLOWED, proof -> proof.header("alg", alg));
    }
    rejected(ProofReason.ALGORITHM_NOT_ALLOWED, proof -> proof.withoutHeader("alg"));
    rejected(ProofReason.KEY_NOT_SUITABLE, proof -> proof.header("alg", "RS256"));
    rejected(ProofReason.KEY_NOT_SUITABLE, proof -> proof.header("alg", "ES384"));
  }

  @Test
  void theHeaderHasOnePublicKeyAndNoOther() {
    rejected(ProofReason.KEY_MISSING, proof -> proof.withoutHeader("jwk"));
    rejected(ProofReason.KEY_MISSING, proof -> proof.header("jwk", "x"));
    rejected(ProofReason.KEY_MISSING, proof -> proof.withoutHeader("jwk").header("kid", "x"));
    rejected(ProofReason.KEY_PRIVATE, proof -> proof.header("jwk", key.privateJwk()));
    rejected(
        ProofReason.KEY_PRIVATE, proof -> proof.header("jwk", Map.of("kty", "oct", "k", "AAAA")));
    for (String name : List.of("jku", "x5u", "x5c", "crit", "b64", "zip", "enc")) {
      rejected(ProofReason.HEADER_NOT_ALLOWED, proof -> proof.header(name, List.of("exp")));
    }
    rejected(
        ProofReason.HEADER_MALFORMED,
        proof -> proof.headerText(twice(proof.headerText(), "\"typ\":\"dpop+jwt\"")));
    rejected(ProofReason.HEADER_MALFORMED, proof -> proof.headerText("[]"));
  }

  @Test
  void whatAnyHeaderMaySayIsTextInAProof() throws Exception {
    for (String name : List.of("kid", "cty", "x5t", "x5t#S256")) {
      for (Object value : new Object[] {1, true, null, List.of("x"), Map.of("x", "y")}) {
        rejected(ProofReason.HEADER_MALFORMED, proof -> proof.header(name, value));
        rejected(
            ProofReason.KEY_NOT_SUITABLE,
            proof -> proof.header("jwk", with(key.publicJwk(), name, value)));
      }
      accepted(proof -> proof.header(name, "AQAB"));
      accepted(proof -> proof.header("jwk", with(key.publicJwk(), name, "AQAB")));
    }
  }

  @Test
  void keysThatAreWeakMalformedOrForSomethingElseAreRejected() throws Exception {
    Map<String, Object> jwk = key.publicJwk();
    for (Map<String, Object> bad :
        List.of(
            with(jwk, "use", "enc"),
            with(jwk, "alg", "ES384"),
            with(jwk, "key_ops", List.of("sign")),
            with(jwk, "crv", "P-384"),
            with(jwk, "x5c", List.of("AQAB")),
            with(jwk, "x5u", "https://evil.example/certificate"),
            with(jwk, "x", jwk.get("x") + "="),
            with(jwk, "x", 1))) {
      rejected(ProofReason.KEY_NOT_SUITABLE, proof -> proof.header("jwk", bad));
    }
    accepted(
        proof -> proof.header("jwk", with(with(jwk, "key_ops", List.of("verify")), "ext", true)));

    Map<String, Object> notOnTheCurve = with(jwk, "y", jwk.get("x"));
    rejectedFor(thumbprint(notOnTheCurve, "crv", "kty", "x", "y"), "ES256", notOnTheCurve);
    String modulus =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(BigInteger.ONE.shiftLeft(1_022).toByteArray());
    Map<String, Object> weak = Map.of("kty", "RSA", "e", "AQAB", "n", modulus);
    rejectedFor(thumbprint(weak, "e", "kty", "n"), "RS256", weak);
  }

  private void rejectedFor(String thumbprint, String algorithm, Map<String, Object> jwk) {
    String proof = key.proof("GET", URL, TOKEN, p -> p.header("jwk", jwk).header("alg", algorithm));
    DpopCall call = new DpopCall(HttpMethod.GET, targets(), TOKEN, thumbprint);
    assertThatThrownBy(() -> proofs.verify(proof, call))
        .isInstanceOfSatisfying(
            ProofRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(ProofReason.KEY_NOT_SUITABLE));
  }

  @Test
  void aProofByAnotherKeyIsRejected() {
    rejected(ProofReason.WRONG_KEY, DpopKey.create(clock).proof("GET", URL, TOKEN));
    rejected(
        ProofReason.SIGNATURE_INVALID,
        DpopKey.create(clock)
            .proof("GET", URL, TOKEN, proof -> proof.header("jwk", key.publicJwk())));
  }

  @Test
  void everyClaimIsNeededInItsForm() {
    for (String name : List.of("jti", "htm", "htu", "iat", "ath")) {
      rejected(ProofReason.CLAIM_MISSING, proof -> proof.without(name));
      rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim(name, List.of("GET")));
      rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim(name, null));
    }
    rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim("nonce", 1));
    rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim("iat", "1562262616"));
    rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim("iat", 1_562_262_616.5));
    rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim("iat", -1));
    for (String id : List.of("", " ", "a\nb", "\u0000", "a".repeat(256))) {
      rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.id(id));
    }
    rejected(
        ProofReason.CLAIMS_MALFORMED,
        proof -> proof.claimsText(twice(proof.claimsText(), "\"htm\":\"GET\"")));
  }

  @Test
  void whatAnyJwtMaySayIsHeeded() throws Exception {
    for (String name : List.of("iss", "sub", "aud", "exp", "nbf")) {
      rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim(name, Map.of()));
      rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim(name, null));
    }
    rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim("aud", List.of("x", 1)));
    rejected(ProofReason.CLAIM_MALFORMED, proof -> proof.claim("exp", "9999999999"));
    accepted(proof -> proof.claim("iss", "x").claim("sub", "x").claim("aud", List.of("x")));

    long now = clock.instant().getEpochSecond();
    long skew = SKEW.toSeconds();
    accepted(proof -> proof.claim("exp", now - skew + 1).claim("nbf", now + skew));
    rejected(ProofReason.EXPIRED, proof -> proof.claim("exp", now - skew));
    rejected(ProofReason.NOT_YET_VALID, proof -> proof.claim("nbf", now + skew + 1));
  }

  @Test
  void aProofIsForOneMethodSpelledExactly() {
    for (String method : List.of("POST", "get", "GET ", "HEAD", "")) {
      rejected(ProofReason.WRONG_METHOD, proof -> proof.claim("htm", method));
    }
  }

  @Test
  void aProofIsForOneTargetInAnySpelling() throws Exception {
    for (String same :
        List.of(
            "HTTPS://API.Example:443/fhir/./Patient/%31",
            URL + "?a=b", URL + "#a", URL + "/", "https://api.example/x/../fhir/Patient/1")) {
      accepted(proof -> proof.claim("htu", same));
    }
    for (String other :
        List.of(
            "http://api.example/fhir/Patient/1",
            "https://api.example:8443/fhir/Patient/1",
            "https://api.example.evil.example/fhir/Patient/1",
            "https://api.example@evil.example/fhir/Patient/1",
            "https://evil.example/fhir/Patient/1",
            "https://api.example/fhir/Patient/2",
            "https://api.example/fhir/patient/1",
            "https://api.example/fhir/Patient%2F1",
            "https://api.example/fhir/Patient",
            "https://api.example/fhir/Patient/1/x",
            "/fhir/Patient/1",
            "")) {
      rejected(ProofReason.WRONG_TARGET, proof -> proof.claim("htu", other));
    }
    DpopCall unknown = new DpopCall(HttpMethod.GET, Set.of(), TOKEN, key.thumbprint());
    assertThatThrownBy(() -> proofs.verify(key.proof("GET", URL, TOKEN), unknown))
        .isInstanceOf(ProofRejectedException.class);
  }

  @Test
  void aProofIsForOneToken() {
    rejected(ProofReason.WRONG_TOKEN, key.proof("GET", URL, "another.token"));
    rejected(ProofReason.WRONG_TOKEN, key.proof("GET", URL, "good"));
    rejected(ProofReason.WRONG_TOKEN, proof -> proof.claim("ath", ""));
  }

  @Test
  void aProofIsAcceptedWithinItsWindowAndRememberedToItsEnd() throws Exception {
    for (Duration ago : List.of(SKEW.negated(), Duration.ZERO, AGE)) {
      DpopProof proof = accepted(p -> p.madeAgo(ago));

      Instant lastMoment = clock.instant().minus(ago).plus(AGE).plusSeconds(1);
      assertThat(clock.instant().plus(proof.acceptableFor())).isAfter(lastMoment);
    }
    rejected(ProofReason.FROM_FUTURE, p -> p.madeAgo(SKEW.plusSeconds(1).negated()));
    rejected(ProofReason.TOO_OLD, p -> p.madeAgo(AGE.plusSeconds(1)));
    rejected(ProofReason.TOO_OLD, p -> p.claim("iat", 0));
    rejected(ProofReason.FROM_FUTURE, p -> p.claim("iat", 999_999_999_999_999L));
  }

  @Test
  void aProofThatWasTooOldStaysSoWhenTheClockIsSetBack() {
    String proof = key.proof("GET", URL, TOKEN);
    clock.advance(AGE.plusSeconds(2));
    rejected(ProofReason.TOO_OLD, proof);
    clock.advance(AGE.negated());

    rejected(ProofReason.TOO_OLD, proof);
  }

  @Test
  void whereNoncesAreNeededOneOfThisServerIsNeeded() throws Exception {
    Duration life = Duration.ofSeconds(100);
    DpopNonces nonces = DpopNonces.ofThisProcess(life, SKEW, clock);
    DpopProofs strict = proofs(Optional.of(nonces));
    String nonce = nonces.current();
    String foreign = DpopNonces.ofThisProcess(life, SKEW, clock).current();

    strict.verify(proofWith(nonce), call(key));
    rejected(strict, ProofReason.NONCE_MISSING, key.proof("GET", URL, TOKEN));
    rejected(strict, ProofReason.NONCE_MISSING, proofWith(""));
    String zeros = "A".repeat(nonce.length());
    for (String bad : List.of("x", nonce + "A", "B" + nonce.substring(1), zeros, foreign)) {
      rejected(strict, ProofReason.NONCE_NOT_ACCEPTED, proofWith(bad));
    }
    clock.advance(life.minusSeconds(20));
    strict.verify(proofWith(nonce), call(key));
    clock.advance(SKEW.plusSeconds(31));
    rejected(strict, ProofReason.NONCE_NOT_ACCEPTED, proofWith(nonce));
    strict.verify(proofWith(nonces.current()), call(key));
    assertThat(nonces.toString()).doesNotContain(nonce);
  }

  @Test
  void instancesThatShareAKeyKnowEachOthersNonces() throws Exception {
    byte[] shared = "32 bytes of a test, never of more".getBytes(StandardCharsets.US_ASCII);
    Duration life = Duration.ofMinutes(5);
    String nonce = DpopNonces.sharing(shared, life, SKEW, clock).current();

    proofs(Optional.of(DpopNonces.sharing(shared, life, SKEW, clock)))
        .verify(proofWith(nonce), call(key));
    assertThatThrownBy(() -> DpopNonces.sharing(new byte[31], life, SKEW, clock))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingOfAProofIsToldByItsRejection() {
    String secret = "CANARY";
    for (UnaryOperator<TestProof> bad :
        List.<UnaryOperator<TestProof>>of(
            p -> p.header("typ", secret),
            p -> p.header("alg", secret),
            p -> p.header("jwk", Map.of("kty", secret)),
            p -> p.claim("htm", secret),
            p -> p.claim("htu", secret),
            p -> p.claim("ath", secret),
            p -> p.claim("iat", secret),
            p -> p.claimsText("{\"" + secret + "\":"))) {
      assertThatThrownBy(() -> proofs.verify(key.proof("GET", URL, TOKEN, bad), call(key)))
          .isInstanceOf(ProofRejectedException.class)
          .extracting(e -> e + e.getMessage() + ((ProofRejectedException) e).asReason())
          .asString()
          .doesNotContain(secret);
    }
  }

  private DpopProofs proofs(Optional<DpopNonces> nonces) {
    return DpopProofs.of(
        new LinkedHashSet<>(
            List.of(
                SigningAlgorithm.ES256,
                SigningAlgorithm.ES384,
                SigningAlgorithm.PS256,
                SigningAlgorithm.RS256)),
        AGE,
        SKEW,
        nonces,
        clock);
  }

  private static Set<TargetUri> targets() {
    return Set.of(TargetUri.parse(URL).orElseThrow());
  }

  private static DpopCall call(DpopKey bound) {
    return new DpopCall(HttpMethod.GET, targets(), TOKEN, bound.thumbprint());
  }

  private String proofWith(String nonce) {
    return key.proof("GET", URL, TOKEN, proof -> proof.nonce(nonce));
  }

  private DpopProof accepted(UnaryOperator<TestProof> change) throws ProofRejectedException {
    return proofs.verify(key.proof("GET", URL, TOKEN, change), call(key));
  }

  private void rejected(ProofReason reason, UnaryOperator<TestProof> change) {
    rejected(reason, key.proof("GET", URL, TOKEN, change));
  }

  private void rejected(ProofReason reason, String proof) {
    rejected(proofs, reason, proof);
  }

  private void rejected(DpopProofs by, ProofReason reason, String proof) {
    assertThatThrownBy(() -> by.verify(proof, call(key)))
        .isInstanceOfSatisfying(
            ProofRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static String twice(String object, String member) {
    return object.substring(0, object.length() - 1) + "," + member + "}";
  }

  private static Map<String, Object> with(Map<String, Object> jwk, String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(jwk);
    changed.put(name, value);
    return changed;
  }

  /** As RFC 7638 §3 says, by hand. */
  private static String thumbprint(Map<String, Object> jwk, String... members) throws Exception {
    StringBuilder json = new StringBuilder();
    for (String name : members) {
      json.append(json.isEmpty() ? "{" : ",");
      json.append('"').append(name).append("\":\"").append(jwk.get(name)).append('"');
    }
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
