package org.ztclinical.token;

import java.nio.charset.StandardCharsets;

/**
 * A token taken apart: three parts of exact base64url and nothing around them (RFC 7515 §7.1).
 * Nothing in it is verified.
 */
final class CompactToken {
  /** Longer tokens are refused before anything is decoded. */
  static final int MAX_LENGTH = 16 * 1024;

  private final String text;
  private final int secondDot;
  private final byte[] header;
  private final byte[] claims;
  private final byte[] signature;

  private CompactToken(String text, int secondDot, byte[] header, byte[] claims, byte[] signature) {
    this.text = text;
    this.secondDot = secondDot;
    this.header = header;
    this.claims = claims;
    this.signature = signature;
  }

  static CompactToken parse(String token) throws TokenRejectedException {
    if (token.length() > MAX_LENGTH) {
      throw new TokenRejectedException(TokenReason.TOO_LARGE);
    }
    requireTwoDots(token);
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first == 0 || second == first + 1) {
      throw new TokenRejectedException(TokenReason.MALFORMED);
    }
    return new CompactToken(
        token,
        second,
        part(token, 0, first),
        part(token, first + 1, second),
        part(token, second + 1, token.length()));
  }

  private static void requireTwoDots(String token) throws TokenRejectedException {
    long dots = token.chars().filter(c -> c == '.').count();
    if (dots == 4) {
      throw new TokenRejectedException(TokenReason.ENCRYPTED);
    }
    if (dots != 2) {
      throw new TokenRejectedException(TokenReason.MALFORMED);
    }
  }

  private static byte[] part(String token, int from, int to) throws TokenRejectedException {
    byte[] bytes = Base64Url.decode(token, from, to);
    if (bytes == null) {
      throw new TokenRejectedException(TokenReason.ENCODING);
    }
    return bytes;
  }

  byte[] header() {
    return header;
  }

  byte[] claims() {
    return claims;
  }

  int signatureLength() {
    return signature.length;
  }

  String signatureText() {
    return text.substring(secondDot + 1);
  }

  /** The bytes that were signed: the first two parts as they stand (RFC 7515 §5.2). */
  byte[] signingInput() {
    return text.substring(0, secondDot).getBytes(StandardCharsets.US_ASCII);
  }
}
