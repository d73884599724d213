package org.ztclinical.token;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The signature algorithms an issuer may be trusted with (RFC 7518 §3.1): asymmetric ones only.
 * {@code none} and HMAC have no value here, so they cannot be configured.
 */
public enum SigningAlgorithm {
  RS256("RSA", "", 0),
  RS384("RSA", "", 0),
  RS512("RSA", "", 0),
  PS256("RSA", "", 0),
  PS384("RSA", "", 0),
  PS512("RSA", "", 0),
  ES256("EC", "P-256", 64),
  ES384("EC", "P-384", 96),
  ES512("EC", "P-521", 132);

  private static final Map<String, SigningAlgorithm> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

  private final String keyType;
  private final String curve;
  private final int signatureBytes;

  SigningAlgorithm(String keyType, String curve, int signatureBytes) {
    this.keyType = keyType;
    this.curve = curve;
    this.signatureBytes = signatureBytes;
  }

  /** The algorithm of this {@code alg} value, spelled exactly. */
  static Optional<SigningAlgorithm> named(String alg) {
    return Optional.ofNullable(BY_NAME.get(alg));
  }

  String keyType() {
    return keyType;
  }

  /** The curve of the key; empty for RSA. */
  String curve() {
    return curve;
  }

  /** The length of every signature; 0 where the key decides. */
  int signatureBytes() {
    return signatureBytes;
  }
}
