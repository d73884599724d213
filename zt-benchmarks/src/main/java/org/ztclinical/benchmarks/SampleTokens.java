package org.ztclinical.benchmarks;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;

/**
 * Access tokens as a clinician's SMART app sends them, signed with RS256 (2048 bits) or ES256 by
 * keys that live as long as this object. Immutable.
 */
final class SampleTokens {
  /** The client of all of them. */
  static final String CLIENT = "ward-round-app";

  private final TestIssuer issuer;
  private final String patient;
  private final List<String> tokens;

  /** So many different tokens, launched for the {@link SampleRecords#PATIENT}. */
  SampleTokens(int count) {
    this(count, SampleRecords.PATIENT);
  }

  /** So many different tokens, launched for this patient, good for ten hours. */
  SampleTokens(int count, String patient) {
    this(count, patient, SigningAlgorithm.RS256, token -> token);
  }

  private SampleTokens(
      int count, String patient, SigningAlgorithm algorithm, UnaryOperator<TestToken> change) {
    this.issuer = TestIssuer.of("https://login.example.org", algorithm, InstantSource.system());
    this.patient = patient;
    tokens = IntStream.range(0, count).mapToObj(number -> mint(number, change)).toList();
  }

  /** So many different tokens, signed with ES256. */
  static SampleTokens es256(int count) {
    return new SampleTokens(count, SampleRecords.PATIENT, SigningAlgorithm.ES256, token -> token);
  }

  /** One token, signed with RS256 and bound to this key. */
  static SampleTokens boundTo(DpopKey key) {
    return new SampleTokens(
        1, SampleRecords.PATIENT, SigningAlgorithm.RS256, token -> token.boundTo(key));
  }

  /** A further token of the same issuer, bent. */
  String mint(int number, UnaryOperator<TestToken> change) {
    return issuer.mint(token -> change.apply(good(number, token)));
  }

  private TestToken good(int number, TestToken token) {
    return token
        .subject("clinician-" + number)
        .client(CLIENT)
        .fhirUser("Practitioner/" + number)
        .scope(
            "launch/patient openid fhirUser patient/Patient.rs patient/Observation.rs"
                + " patient/Condition.rs patient/MedicationRequest.rs")
        .patient(patient)
        .mfa()
        .expiresIn(Duration.ofHours(10));
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

  /** A verifier that trusts the issuer and remembers so many tokens; of the chosen provider. */
  TokenVerifier verifier(int cachedTokens) {
    return TokenVerifier.builder()
        .trust(issuer.trusted())
        .cachedTokens(cachedTokens)
        .signatures(ChosenProvider.ofThisRun().forTokens())
        .build();
  }

  /** The issuer's key, for verifying without the library. */
  PublicKey publicKey() {
    try {
      JsonObject set =
          JsonReader.of(JsonLimits.forClaims())
              .readObject(issuer.jwks().getBytes(StandardCharsets.UTF_8));
      JsonObject key = set.objects("keys").get(0);
      return key.string("kty").orElseThrow().equals("EC")
          ? p256(key.string("x").orElseThrow(), key.string("y").orElseThrow())
          : rsa(key);
    } catch (JsonSyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException("the issuer's own key cannot be read", e);
    }
  }

  private static PublicKey rsa(JsonObject key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
  }

  /** A key on P-256 by its coordinates in base64url (RFC 7518 §6.2.1). */
  private static PublicKey p256(String x, String y) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return KeyFactory.getInstance("EC")
          .generatePublic(
              new ECPublicKeySpec(
                  new ECPoint(number(x), number(y)),
                  parameters.getParameterSpec(ECParameterSpec.class)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has this curve", e);
    }
  }

  private static BigInteger number(JsonObject key, String member) {
    return number(key.string(member).orElseThrow());
  }

  private static BigInteger number(String base64Url) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64Url));
  }
}
