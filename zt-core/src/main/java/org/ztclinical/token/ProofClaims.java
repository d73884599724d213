package org.ztclinical.token;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;

/**
 * The claims of a DPoP proof (RFC 9449 §4.2). Well formed, not verified. What any JWT may say (RFC
 * 7519 §4.1) is not needed here, and has its type and meaning where it is there.
 *
 * @param notBefore from {@code nbf}; the beginning of time where it does not say
 * @param expiresAt from {@code exp}; the end of time where it does not say
 */
record ProofClaims(
    String id,
    String method,
    String target,
    long issuedAt,
    long notBefore,
    long expiresAt,
    String tokenHash,
    String nonce) {
  private static final JsonReader READER = JsonReader.of(new JsonLimits(8 * 1024, 4, 64));

  /** Whole seconds; 15 digits are exact in every JSON reader (RFC 7493 §2.2). */
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,14}");

  static ProofClaims parse(byte[] bytes) throws ProofRejectedException {
    JsonObject claims = read(bytes);
    String id = required(claims, "jti");
    if (!Names.isName(id)) {
      throw new ProofRejectedException(ProofReason.CLAIM_MALFORMED, "jti");
    }
    text(claims, "iss");
    text(claims, "sub");
    checkAudience(claims.get("aud"));
    return new ProofClaims(
        id,
        required(claims, "htm"),
        required(claims, "htu"),
        issuedAt(claims),
        time(claims, "nbf", 0),
        time(claims, "exp", Long.MAX_VALUE),
        required(claims, "ath"),
        text(claims, "nonce").orElse(""));
  }

  private static JsonObject read(byte[] bytes) throws ProofRejectedException {
    try {
      return READER.readObject(bytes);
    } catch (JsonSyntaxException e) {
      throw new ProofRejectedException(ProofReason.CLAIMS_MALFORMED);
    }
  }

  private static void checkAudience(@Nullable JsonValue audience) throws ProofRejectedException {
    boolean texts =
        audience instanceof JsonArray list
            ? list.elements().stream().allMatch(JsonString.class::isInstance)
            : audience == null || audience instanceof JsonString;
    if (!texts) {
      throw new ProofRejectedException(ProofReason.CLAIM_MALFORMED, "aud");
    }
  }

  private static long issuedAt(JsonObject claims) throws ProofRejectedException {
    if (claims.get("iat") == null) {
      throw new ProofRejectedException(ProofReason.CLAIM_MISSING, "iat");
    }
    return time(claims, "iat", 0);
  }

  private static long time(JsonObject claims, String name, long otherwise)
      throws ProofRejectedException {
    JsonValue value = claims.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof JsonNumber number && SECONDS.matcher(number.text()).matches()) {
      return Long.parseLong(number.text());
    }
    throw new ProofRejectedException(ProofReason.CLAIM_MALFORMED, name);
  }

  private static String required(JsonObject claims, String name) throws ProofRejectedException {
    return text(claims, name)
        .orElseThrow(() -> new ProofRejectedException(ProofReason.CLAIM_MISSING, name));
  }

  private static Optional<String> text(JsonObject claims, String name)
      throws ProofRejectedException {
    JsonValue value = claims.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString text) {
      return Optional.of(text.value());
    }
    throw new ProofRejectedException(ProofReason.CLAIM_MALFORMED, name);
  }

  @Override
  public String toString() {
    return "ProofClaims [redacted]";
  }
}
