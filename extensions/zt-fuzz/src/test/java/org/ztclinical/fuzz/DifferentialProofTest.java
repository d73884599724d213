package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.ztclinical.fuzz.ProofForge.Parts;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TargetUri;
import org.ztclinical.token.DpopCall;
import org.ztclinical.token.DpopNonces;
import org.ztclinical.token.DpopProof;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.ProofRejectedException;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Whatever proof of possession ours accepts, Nimbus' verifier for resource servers accepts, and its
 * verifier for token endpoints; with the exceptions of {@link ProofLeniency}. What theirs alone
 * accepts is refused for one of the reasons in {@link ProofStrictness}. Both are shown by taking
 * the reason away: then both accept.
 *
 * <p>{@code -Didentity.cases=100000} tries more, {@code -Dzt.seed=…} the same again.
 */
class DifferentialProofTest {
  private static final int CASES = Integer.getInteger("identity.cases", 2_000);
  private static final String TOKEN = "a.good.token";
  private static final String URL = "https://api.example/fhir/Patient/a1";
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Set<SigningAlgorithm> ALGORITHMS =
      EnumSet.of(
          SigningAlgorithm.ES256,
          SigningAlgorithm.ES384,
          SigningAlgorithm.PS256,
          SigningAlgorithm.RS256);
  private static final Set<JWSAlgorithm> JOSE =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.PS256, JWSAlgorithm.RS256);

  /** Theirs knows the time of the machine only. */
  private final InstantSource clock = InstantSource.system();

  private final DpopNonces nonces = DpopNonces.ofThisProcess(Duration.ofHours(1), SKEW, clock);
  private final DpopProofs plain = ours(Optional.empty());
  private final DpopProofs withNonce = ours(Optional.of(nonces));
  // Ours counts whole seconds, and one may pass between the two.
  private final DPoPProtectedResourceRequestVerifier resource =
      new DPoPProtectedResourceRequestVerifier(
          JOSE, SKEW.toSeconds() + 1, AGE.toSeconds() + 2, null);
  private final DPoPTokenRequestVerifier endpoint =
      new DPoPTokenRequestVerifier(
          JOSE, URI.create(URL), SKEW.toSeconds() + 1, AGE.toSeconds() + 2, null);
  private final Map<ProofLeniency, Integer> lenient = new EnumMap<>(ProofLeniency.class);
  private final Map<ProofStrictness, Integer> strict = new EnumMap<>(ProofStrictness.class);
  private int accepted;
  private int refused;
  private int cases;

  private DpopProofs ours(Optional<DpopNonces> asked) {
    return DpopProofs.of(ALGORITHMS, AGE, SKEW, asked, clock);
  }

  @AfterEach
  void tell(TestInfo test) {
    System.out.printf(
        "%s: %d proofs, both accept %d, both refuse %d; ours alone %s, theirs alone %s%n",
        test.getDisplayName(), cases, accepted, refused, lenient, strict);
  }

  @Test
  void nimbusAcceptsWhatWeAcceptOfElliptic() throws Exception {
    compare(SigningAlgorithm.ES256, CASES / 4);
    compare(SigningAlgorithm.ES384, CASES / 20);
  }

  @Test
  void nimbusAcceptsWhatWeAcceptOfRsa() throws Exception {
    compare(SigningAlgorithm.RS256, CASES / 4);
    compare(SigningAlgorithm.PS256, CASES / 20);
  }

  @Test
  void everyExceptionHasAnExample() throws Exception {
    ProofForge forge = ProofForge.of(SigningAlgorithm.ES256);
    for (ProofLeniency one : ProofLeniency.values()) {
      judge(forge, example(forge, one), HttpMethod.GET, false, one.name());
      assertThat(lenient).as(one.name()).containsOnlyKeys(one);
      lenient.clear();
    }
    for (ProofStrictness one : ProofStrictness.values()) {
      boolean asked = one == ProofStrictness.NONCE;
      judge(forge, example(forge, one), HttpMethod.GET, asked, one.name());
      assertThat(strict).as(one.name()).containsOnlyKeys(one);
      strict.clear();
    }
  }

  private String example(ProofForge forge, ProofLeniency of) {
    Parts proof = forge.good("GET", URL, TOKEN);
    switch (of) {
      case NONCE_THAT_NOBODY_ASKED_FOR -> proof.claims().put("nonce", "x");
      case TARGET_SPELLED_OTHERWISE -> proof.claims().put("htu", URL + "?a=b");
      case TYPE_IN_FULL -> proof.header().put("typ", "application/dpop+jwt");
    }
    return forge.signed(proof);
  }

  private String example(ProofForge forge, ProofStrictness of) {
    Parts proof = forge.good("GET", URL, TOKEN);
    switch (of) {
      case ENCODING -> {
        return forge.signed(proof) + "=";
      }
      case SIZE -> proof.claims().put("x", "x".repeat(9_000));
      case HEADER_TEXT -> proof.header().put("x", List.of(List.of(List.of(List.of(List.of())))));
      case HEADER_MEMBER -> proof.header().put("jku", "https://evil.example/keys");
      case KEY_MEMBER -> proof.jwk().put("use", "enc");
      case CLAIMS_TEXT -> proof.claims().put("x", List.of(List.of(List.of(List.of(List.of())))));
      case ID -> proof.claims().put("jti", "a\nb");
      case TYPE -> proof.claims().put("sub", 1);
      case SECONDS -> proof.claims().put("iat", clock.instant().getEpochSecond() + 0.5);
      case NONCE -> proof.claims().put("nonce", nonces.current() + " ");
      case TIME -> proof.claims().put("exp", clock.instant().getEpochSecond() - 45);
    }
    return forge.signed(proof);
  }

  private void compare(SigningAlgorithm algorithm, int number) throws Exception {
    ProofForge forge = ProofForge.of(algorithm);
    long seed = Long.getLong("zt.seed", new Random().nextLong());
    JwtMutations random = new JwtMutations(new Random(seed));
    ProofMutations mutations =
        new ProofMutations(URL, random, forge, ProofForge.of(SigningAlgorithm.ES256));
    for (int i = 0; i < number; i++) {
      boolean asked = random.below(4) == 0;
      HttpMethod method = random.below(3) == 0 ? HttpMethod.POST : HttpMethod.GET;
      Parts good = forge.good(method.name(), URL, TOKEN);
      if (asked) {
        good.claims().put("nonce", nonces.current());
      }
      String proof = mutations.bent(good, clock.instant().getEpochSecond());
      judge(forge, proof, method, asked, "-Dzt.seed=" + seed + ", case " + i);
    }
    // Were nearly nothing accepted, nothing would have been compared.
    assertThat(accepted).as("-Dzt.seed=%d", seed).isGreaterThan(cases / 20);
    assertThat(refused).as("-Dzt.seed=%d", seed).isGreaterThan(cases / 5);
  }

  private void judge(
      ProofForge forge, String proof, HttpMethod method, boolean asked, String where) {
    cases++;
    Optional<ProofRejectedException> refusal = refusal(forge, proof, method, asked);
    boolean theirs = theirRefusal(forge, proof, method, asked).isEmpty();
    if (!theirs) {
      // Again, for what was good when ours was asked may have become too old.
      refusal = refusal(forge, proof, method, asked);
    }
    if (refusal.isEmpty() == theirs) {
      accepted += theirs ? 1 : 0;
      refused += theirs ? 0 : 1;
    } else if (theirs) {
      explainRefusal(forge, proof, method, asked, where);
    } else {
      explainAcceptance(forge, proof, method, asked, where);
    }
  }

  /** Theirs accepts without what is known to be different, so nothing else was. */
  private void explainAcceptance(
      ProofForge forge, String proof, HttpMethod method, boolean asked, String where) {
    Parts parts = ProofForge.parts(proof);
    for (ProofLeniency one : ProofLeniency.values()) {
      if (one.repair(parts, URL, asked)) {
        lenient.merge(one, 1, Integer::sum);
      }
    }
    String repaired = forge.signed(parts);
    assertThat(theirRefusal(forge, repaired, method, asked))
        .as("ours alone accepts %s %s: %s", proof, ProofForge.parts(proof), where)
        .isEmpty();
  }

  /** Ours accepts once each reason that it gave is taken away, so they were all. */
  private void explainRefusal(
      ProofForge forge, String proof, HttpMethod method, boolean asked, String where) {
    String repaired = proof;
    Set<ProofStrictness> seen = EnumSet.noneOf(ProofStrictness.class);
    Optional<ProofRejectedException> refusal = refusal(forge, repaired, method, asked);
    while (refusal.isPresent()) {
      ProofStrictness one = ProofStrictness.of(refusal.get()).orElse(null);
      assertThat(one != null && seen.add(one))
          .as(
              "theirs alone accepts %s %s, ours says %s after %s: %s",
              proof, ProofForge.parts(proof), refusal.get().getMessage(), seen, where)
          .isTrue();
      strict.merge(one, 1, Integer::sum);
      Parts parts = ProofForge.parts(repaired);
      one.repair(parts, clock.instant().getEpochSecond());
      repaired = forge.signed(parts);
      refusal = refusal(forge, repaired, method, asked);
    }
  }

  private Optional<ProofRejectedException> refusal(
      ProofForge forge, String proof, HttpMethod method, boolean asked) {
    Set<TargetUri> targets = Set.of(TargetUri.parse(URL).orElseThrow());
    String thumbprint = forge.key().thumbprint();
    try {
      DpopProof good =
          (asked ? withNonce : plain)
              .verify(proof, new DpopCall(method, targets, TOKEN, thumbprint));
      assertThat(good.keyThumbprint()).isEqualTo(thumbprint);
      assertThat(targets).contains(good.target());
      assertThat(good.acceptableFor()).isPositive();
      return Optional.empty();
    } catch (ProofRejectedException e) {
      return Optional.of(e);
    }
  }

  private Optional<Exception> theirRefusal(
      ProofForge forge, String proof, HttpMethod method, boolean asked) {
    DPoPIssuer issuer = new DPoPIssuer("client");
    Base64URL thumbprint = new Base64URL(forge.key().thumbprint());
    JWKThumbprintConfirmation bound = new JWKThumbprintConfirmation(thumbprint);
    Nonce nonce = asked ? new Nonce(nonces.current()) : null;
    try {
      SignedJWT jwt = SignedJWT.parse(proof);
      DPoPAccessToken token = new DPoPAccessToken(TOKEN);
      resource.verify(method.name(), URI.create(URL), issuer, jwt, token, bound, nonce);
      if (method == HttpMethod.POST) {
        assertThat(endpoint.verify(issuer, SignedJWT.parse(proof), nonce)).isEqualTo(bound);
      }
      return Optional.empty();
    } catch (ParseException
        | InvalidDPoPProofException
        | AccessTokenValidationException
        | JOSEException
        | RuntimeException e) {
      return Optional.of(e);
    }
  }
}
