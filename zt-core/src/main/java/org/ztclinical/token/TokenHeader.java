package org.ztclinical.token;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;

/**
 * The header of a token (RFC 7515 §4): algorithm, key id and type. Nothing in it is verified, and
 * nothing in it can bring a key: {@code jwk}, {@code jku}, {@code x5u} and {@code x5c} are refused.
 *
 * @param algorithm from {@code alg}
 * @param keyId from {@code kid}
 * @param type from {@code typ}: lower case, without the prefix {@code application/}; empty if none
 * @param others names of further members
 */
record TokenHeader(
    SigningAlgorithm algorithm, Optional<String> keyId, String type, Set<String> others) {
  private static final JsonReader READER = JsonReader.of(new JsonLimits(8 * 1024, 4, 64));
  private static final Set<String> KEYS = Set.of("jwk", "jku", "x5u", "x5c");

  /** The certificate thumbprints merely name a key that we find by {@code kid}. */
  private static final Set<String> KNOWN = Set.of("alg", "kid", "typ", "x5t", "x5t#S256");

  static TokenHeader parse(byte[] bytes) throws TokenRejectedException {
    JsonObject header = read(bytes);
    for (String name : header.members().keySet()) {
      if (KEYS.contains(name)) {
        throw new TokenRejectedException(TokenReason.KEY_IN_HEADER);
      }
    }
    if (header.get("crit") != null) {
      throw new TokenRejectedException(TokenReason.CRITICAL_HEADER);
    }
    Optional<String> kid = text(header, "kid");
    if (kid.isPresent() && !Names.isName(kid.get())) {
      throw new TokenRejectedException(TokenReason.HEADER_MALFORMED, "kid");
    }
    return new TokenHeader(algorithm(header), kid, type(header), others(header));
  }

  private static JsonObject read(byte[] bytes) throws TokenRejectedException {
    try {
      return READER.readObject(bytes);
    } catch (JsonSyntaxException e) {
      throw new TokenRejectedException(
          e.fault() == JsonSyntaxException.Fault.DUPLICATE_MEMBER
              ? TokenReason.DUPLICATE_MEMBER
              : TokenReason.HEADER_MALFORMED);
    }
  }

  private static SigningAlgorithm algorithm(JsonObject header) throws TokenRejectedException {
    String alg =
        text(header, "alg")
            .orElseThrow(() -> new TokenRejectedException(TokenReason.HEADER_MALFORMED, "alg"));
    return SigningAlgorithm.named(alg)
        .orElseThrow(() -> new TokenRejectedException(TokenReason.ALGORITHM_NOT_ALLOWED));
  }

  private static String type(JsonObject header) throws TokenRejectedException {
    String type = text(header, "typ").orElse("").toLowerCase(Locale.ROOT);
    if (type.isEmpty() && header.get("typ") != null) {
      throw new TokenRejectedException(TokenReason.HEADER_MALFORMED, "typ");
    }
    return type.startsWith("application/") ? type.substring("application/".length()) : type;
  }

  private static Set<String> others(JsonObject header) throws TokenRejectedException {
    // Whether an issuer may send them or not: what is registered has its type (RFC 7515 §4.1).
    for (String name : List.of("x5t", "x5t#S256", "cty")) {
      text(header, name);
    }
    return header.members().keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The member's text; absent is fine, anything but a string is not. */
  private static Optional<String> text(JsonObject header, String name)
      throws TokenRejectedException {
    JsonValue value = header.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString text) {
      return Optional.of(text.value());
    }
    throw new TokenRejectedException(TokenReason.HEADER_MALFORMED, name);
  }

  /**
   * Refuses what this issuer's statements of that type may not say.
   *
   * @param plainJwt whether {@code typ} may also be {@code JWT} or absent
   */
  void check(IssuerTerms terms, String wanted, boolean plainJwt) throws TokenRejectedException {
    checkForm(terms);
    if (!type.equals(wanted) && !(isPlain() && plainJwt)) {
      throw new TokenRejectedException(TokenReason.WRONG_TYPE);
    }
  }

  /** Whether the type says nothing. */
  boolean isPlain() {
    return type.isEmpty() || type.equals("jwt");
  }

  /** Refuses what this issuer's tokens may not say. */
  void check(IssuerTerms terms) throws TokenRejectedException {
    check(terms, "at+jwt", terms.plainJwt());
  }

  private void checkForm(IssuerTerms terms) throws TokenRejectedException {
    if (!terms.algorithms().contains(algorithm)) {
      throw new TokenRejectedException(TokenReason.ALGORITHM_NOT_ALLOWED);
    }
    if (!terms.ignoredHeaders().containsAll(others)) {
      throw new TokenRejectedException(TokenReason.HEADER_NOT_ALLOWED);
    }
  }

  @Override
  public String toString() {
    return "TokenHeader[" + algorithm + "]";
  }
}
