package org.ztclinical.token;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;

/** The claims of a DPoP proof (RFC 9449 §4.2). Well formed, not verified. */
record ProofClaims(
    String id, String method, String target, long issuedAt, String tokenHash, String nonce) {
  private static final JsonReader READER = JsonReader.of(new JsonLimits(8 * 1024, 4, 64));

  /** Whole seconds; 15 digits are exact in every JSON reader (RFC 7493 §2.2). */
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,14}");

  static ProofClaims parse(byte[] bytes) throws ProofRejectedException {
    JsonObject claims = read(bytes);
    String id = required(claims, "jti");
    if (!Names.isName(id)) {
      throw new ProofRejectedException(ProofReason.CLAIM_MALFORMED, "jti");
    }
    return new ProofClaims(
        id,
        required(claims, "htm"),
        required(claims, "htu"),
        issuedAt(claims),
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

  private static long issuedAt(JsonObject claims) throws ProofRejectedException {
    JsonValue value = claims.get("iat");
    if (value == null) {
      throw new ProofRejectedException(ProofReason.CLAIM_MISSING, "iat");
    }
    if (value instanceof JsonNumber number && SECONDS.matcher(number.text()).matches()) {
      return Long.parseLong(number.text());
    }
    throw new ProofRejectedException(ProofReason.CLAIM_MALFORMED, "iat");
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
