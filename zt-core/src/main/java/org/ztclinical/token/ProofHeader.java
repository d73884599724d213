package org.ztclinical.token;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;

/**
 * The header of a DPoP proof (RFC 9449 §4.2): type, algorithm and the public key. Here alone a key
 * is taken from a token, because the access token says which key it must be. Nothing in it is
 * verified.
 *
 * @param algorithm one that is accepted for proofs
 * @param key the key that is in the header
 */
record ProofHeader(SigningAlgorithm algorithm, JwkThumbprint key) {
  private static final String TYPE = "dpop+jwt";
  private static final JsonReader READER = JsonReader.of(new JsonLimits(8 * 1024, 4, 64));

  /** Bring keys from elsewhere, change what is signed, or must be understood. */
  private static final Set<String> FORBIDDEN =
      Set.of("jku", "x5u", "x5c", "crit", "b64", "enc", "zip");

  /** Not needed, and strings where they are there (RFC 7515 §4.1.4, §4.1.7, §4.1.8, §4.1.10). */
  private static final Set<String> TEXTS = Set.of("kid", "cty", "x5t", "x5t#S256");

  /** RFC 7518 §6.2.2, §6.3.2, §6.4.1. */
  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  static ProofHeader parse(byte[] bytes, Set<SigningAlgorithm> allowed)
      throws ProofRejectedException {
    JsonObject header = read(bytes);
    if (!isProof(header)) {
      throw new ProofRejectedException(ProofReason.WRONG_TYPE);
    }
    checkMembers(header);
    SigningAlgorithm algorithm =
        header
            .string("alg")
            .flatMap(SigningAlgorithm::named)
            .filter(allowed::contains)
            .orElseThrow(() -> new ProofRejectedException(ProofReason.ALGORITHM_NOT_ALLOWED));
    return new ProofHeader(algorithm, key(header, algorithm));
  }

  private static JsonObject read(byte[] bytes) throws ProofRejectedException {
    try {
      return READER.readObject(bytes);
    } catch (JsonSyntaxException e) {
      throw new ProofRejectedException(ProofReason.HEADER_MALFORMED);
    }
  }

  private static void checkMembers(JsonObject header) throws ProofRejectedException {
    for (Map.Entry<String, JsonValue> member : header.members().entrySet()) {
      String name = member.getKey();
      if (FORBIDDEN.contains(name)) {
        throw new ProofRejectedException(ProofReason.HEADER_NOT_ALLOWED);
      }
      if (TEXTS.contains(name) && !(member.getValue() instanceof JsonString)) {
        throw new ProofRejectedException(ProofReason.HEADER_MALFORMED, name);
      }
    }
  }

  /** Media types compare without letter case, and the prefix may be left out (RFC 7515 §4.1.9). */
  private static boolean isProof(JsonObject header) {
    String type = header.string("typ").orElse("").toLowerCase(Locale.ROOT);
    return type.equals(TYPE) || type.equals("application/" + TYPE);
  }

  private static JwkThumbprint key(JsonObject header, SigningAlgorithm algorithm)
      throws ProofRejectedException {
    if (!(header.get("jwk") instanceof JsonObject jwk)) {
      throw new ProofRejectedException(ProofReason.KEY_MISSING);
    }
    if (jwk.members().keySet().stream().anyMatch(PRIVATE::contains)) {
      throw new ProofRejectedException(ProofReason.KEY_PRIVATE);
    }
    boolean suits =
        jwk.string("kty").filter(algorithm.keyType()::equals).isPresent()
            && (algorithm.curve().isEmpty()
                || jwk.string("crv").filter(algorithm.curve()::equals).isPresent())
            && says(jwk, "alg", algorithm.name())
            && says(jwk, "use", "sig")
            && maySign(jwk.get("key_ops"))
            && standsForItself(jwk);
    return Optional.of(jwk)
        .filter(key -> suits)
        .flatMap(JwkThumbprint::of)
        .orElseThrow(() -> new ProofRejectedException(ProofReason.KEY_NOT_SUITABLE));
  }

  private static boolean says(JsonObject jwk, String name, String expected) {
    JsonValue value = jwk.get(name);
    return value == null || (value instanceof JsonString text && text.value().equals(expected));
  }

  private static boolean maySign(@Nullable JsonValue operations) {
    return operations == null
        || (operations instanceof JsonArray list
            && list.elements().contains(new JsonString("verify")));
  }

  /** No certificate says which key it is, and what else may name it is text (RFC 7517 §4). */
  private static boolean standsForItself(JsonObject jwk) {
    return jwk.get("x5u") == null
        && jwk.get("x5c") == null
        && TEXTS.stream().map(jwk::get).allMatch(v -> v == null || v instanceof JsonString);
  }

  /** The key, ready to verify. */
  VerificationKey verificationKey(SignatureProvider provider) throws ProofRejectedException {
    return VerificationKey.parse(key.hashed(), provider)
        .filter(ready -> ready.suits(algorithm))
        .orElseThrow(() -> new ProofRejectedException(ProofReason.KEY_NOT_SUITABLE));
  }
}
