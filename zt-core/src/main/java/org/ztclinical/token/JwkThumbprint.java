package org.ztclinical.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ztclinical.json.JsonObject;

/**
 * The SHA-256 thumbprint of a public key (RFC 7638): the hash of those members that make the key,
 * in one spelling. That spelling is a key itself, so that what is hashed can be what is used.
 *
 * @param value the hash in base64url
 * @param hashed the members that were hashed, as a JWK
 */
record JwkThumbprint(String value, String hashed) {
  /** The members of each type, in lexicographic order (RFC 7638 §3.2, RFC 8037 §2). */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "EC", List.of("crv", "kty", "x", "y"),
          "RSA", List.of("e", "kty", "n"),
          "OKP", List.of("crv", "kty", "x"));

  /** No character of it needs an escape in JSON. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,1400}");

  /** The thumbprint; empty for what is no public key, or not spelled as one. */
  static Optional<JwkThumbprint> of(JsonObject jwk) {
    List<String> members = REQUIRED.get(jwk.string("kty").orElse(""));
    if (members == null) {
      return Optional.empty();
    }
    StringBuilder hashed = new StringBuilder("{");
    for (String name : members) {
      String value = jwk.string(name).orElse("");
      if (!PLAIN.matcher(value).matches()) {
        return Optional.empty();
      }
      hashed.append(hashed.length() == 1 ? "\"" : ",\"");
      hashed.append(name).append("\":\"").append(value).append('"');
    }
    String text = hashed.append('}').toString();
    return Optional.of(new JwkThumbprint(sha256(text), text));
  }

  /** The SHA-256 of ASCII text, in base64url. */
  static String sha256(String ascii) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(ascii.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "thumbprint [redacted]";
  }
}
