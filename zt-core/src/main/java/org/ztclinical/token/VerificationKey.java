package org.ztclinical.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One public key of an issuer, ready to verify: RSA of 2048 to 8192 bits with a sane exponent, or a
 * point on P-256, P-384 or P-521. Immutable and safe for use by many threads.
 */
final class VerificationKey {
  private static final int MIN_RSA_BITS = 2_048;

  /** A larger modulus would make each verification costly. */
  private static final int MAX_RSA_BITS = 8_192;

  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);

  private static final Map<SigningAlgorithm, JWSHeader> HEADERS = headers();

  private final JWK jwk;
  private final JWSVerifier standard;
  private final JWSVerifier chosen;
  private final SignatureProvider provider;
  private final String curve;

  private VerificationKey(
      JWK jwk, JWSVerifier standard, JWSVerifier chosen, SignatureProvider provider, String curve) {
    this.jwk = jwk;
    this.standard = standard;
    this.chosen = chosen;
    this.provider = provider;
    this.curve = curve;
  }

  private static Map<SigningAlgorithm, JWSHeader> headers() {
    Map<SigningAlgorithm, JWSHeader> headers = new EnumMap<>(SigningAlgorithm.class);
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      headers.put(algorithm, new JWSHeader(JWSAlgorithm.parse(algorithm.name())));
    }
    return headers;
  }

  /** The key of this JWK; empty when it is none that may verify a token. */
  static Optional<VerificationKey> parse(String json) {
    return parse(json, SignatureProvider.standard());
  }

  /** The same, which verifies by this provider what that can. */
  static Optional<VerificationKey> parse(String json, SignatureProvider provider) {
    try {
      JWK jwk = JWK.parse(json);
      return jwk.isPrivate() || !isForSignatures(jwk) ? Optional.empty() : of(jwk, provider);
    } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
      // An unusable key is as good as none; the others of its set keep working.
      return Optional.empty();
    }
  }

  private static Optional<VerificationKey> of(JWK jwk, SignatureProvider provider)
      throws JOSEException {
    if (jwk instanceof RSAKey rsa) {
      return rsa(rsa, provider);
    }
    return jwk instanceof ECKey ec ? ec(ec, provider) : Optional.empty();
  }

  /** The same key, which verifies by this provider what that can. */
  VerificationKey using(SignatureProvider other) {
    try {
      return of(jwk, other).orElseThrow();
    } catch (JOSEException e) {
      throw new IllegalStateException("a key that was usable is not any more", e);
    }
  }

  private static boolean isForSignatures(JWK jwk) {
    boolean use = jwk.getKeyUse() == null || KeyUse.SIGNATURE.equals(jwk.getKeyUse());
    boolean operations =
        jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
    return use && operations;
  }

  private static Optional<VerificationKey> rsa(RSAKey jwk, SignatureProvider provider)
      throws JOSEException {
    RSAPublicKey key = jwk.toRSAPublicKey();
    BigInteger exponent = key.getPublicExponent();
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS
        || bits > MAX_RSA_BITS
        || exponent.compareTo(MIN_EXPONENT) < 0
        || exponent.bitLength() > 64
        || !exponent.testBit(0)) {
      return Optional.empty();
    }
    return Optional.of(
        new VerificationKey(
            jwk,
            new RSASSAVerifier(key),
            provider.applyTo(new RSASSAVerifier(provider.own(key, RSAPublicKey.class))),
            provider,
            ""));
  }

  private static Optional<VerificationKey> ec(ECKey jwk, SignatureProvider provider)
      throws JOSEException {
    String curve = jwk.getCurve().getName();
    ECPublicKey key = jwk.toECPublicKey();
    return Optional.of(
        new VerificationKey(
            jwk,
            new ECDSAVerifier(key),
            provider.applyTo(new ECDSAVerifier(provider.own(key, ECPublicKey.class))),
            provider,
            curve));
  }

  @Nullable String id() {
    return jwk.getKeyID();
  }

  /**
   * Whether the key may verify this algorithm: type, curve, and its own {@code alg} if it has one.
   */
  boolean suits(SigningAlgorithm algorithm) {
    boolean sameAlgorithm =
        jwk.getAlgorithm() == null || jwk.getAlgorithm().getName().equals(algorithm.name());
    return sameAlgorithm
        && jwk.getKeyType().getValue().equals(algorithm.keyType())
        && curve.equals(algorithm.curve());
  }

  boolean verifies(SigningAlgorithm algorithm, CompactToken token) {
    return verifies(
        algorithm, token.signingInput(), token.signatureText(), token.signatureLength());
  }

  boolean verifies(
      SigningAlgorithm algorithm, byte[] signingInput, String signature, int signatureLength) {
    int expected = algorithm.signatureBytes();
    if (expected != 0 && signatureLength != expected) {
      return false;
    }
    try {
      JWSHeader header = Objects.requireNonNull(HEADERS.get(algorithm));
      JWSVerifier verifier = provider.verifies(algorithm) ? chosen : standard;
      return verifier.verify(header, signingInput, new Base64URL(signature));
    } catch (JOSEException e) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey key && jwk.equals(key.jwk);
  }

  @Override
  public int hashCode() {
    return Objects.hash(jwk);
  }

  @Override
  public String toString() {
    return "VerificationKey [redacted]";
  }
}
