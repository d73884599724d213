package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Tokens that nobody issued, each made of a good one.
 *
 * @param good the good one
 */
record RefusedTokens(String good) {
  /** Not base64url. */
  String malformed() {
    return good.replaceFirst("\\.", "!.");
  }

  /** Claims with a member twice. */
  String claimsTwice() {
    return withPart(1, "{\"iss\":\"a\",\"iss\":\"b\"}");
  }

  /** Of an issuer that is not trusted. */
  String otherIssuer() {
    return withPart(1, "{\"iss\":\"https://other.example\"}");
  }

  /** By a key that its issuer does not publish. */
  String unknownKey() {
    return withPart(0, "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"unknown\"}");
  }

  private String withPart(int number, String text) {
    String[] parts = good.split("\\.", -1);
    parts[number] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return String.join(".", parts);
  }

  @Override
  public String toString() {
    return "refused tokens";
  }
}
