package org.ztclinical.benchmarks;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.TokenVerifier;

/**
 * Access tokens as a clinician's SMART app sends them, signed with RS256 (2048 bits) by keys that
 * live as long as this object. Immutable.
 */
final class SampleTokens {
  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final String patient;
  private final List<String> tokens;

  /** So many different tokens, launched for the {@link SampleRecords#PATIENT}. */
  SampleTokens(int count) {
    this(count, SampleRecords.PATIENT);
  }

  /** So many different tokens, launched for this patient, good for ten hours. */
  SampleTokens(int count, String patient) {
    this.patient = patient;
    tokens = IntStream.range(0, count).mapToObj(this::mint).toList();
  }

  private String mint(int number) {
    return issuer.mint(
        token ->
            token
                .subject("clinician-" + number)
                .client("ward-round-app")
                .fhirUser("Practitioner/" + number)
                .scope(
                    "launch/patient openid fhirUser patient/Patient.rs patient/Observation.rs"
                        + " patient/Condition.rs patient/MedicationRequest.rs")
                .patient(patient)
                .mfa()
                .expiresIn(Duration.ofHours(10)));
  }

  List<String> all() {
    return tokens;
  }

  String first() {
    return tokens.get(0);
  }

  TestIssuer issuer() {
    return issuer;
  }

  /** A verifier that trusts the issuer and remembers so many tokens. */
  TokenVerifier verifier(int cachedTokens) {
    return TokenVerifier.builder().trust(issuer.trusted()).cachedTokens(cachedTokens).build();
  }

  /** The issuer's key, for verifying without the library. */
  PublicKey publicKey() {
    try {
      JsonObject set =
          JsonReader.of(JsonLimits.forClaims())
              .readObject(issuer.jwks().getBytes(StandardCharsets.UTF_8));
      JsonObject key = set.objects("keys").get(0);
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
    } catch (JsonSyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException("the issuer's own key cannot be read", e);
    }
  }

  private static BigInteger number(JsonObject key, String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.string(member).orElseThrow()));
  }
}
