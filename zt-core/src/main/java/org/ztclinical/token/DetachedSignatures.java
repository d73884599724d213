package org.ztclinical.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * Verifies documents that are signed apart from their bytes: a JWS in compact form whose middle
 * part is empty (RFC 7515 Appendix F). Keys and algorithms come from the configuration alone.
 * Immutable and safe for use by many threads.
 */
public final class DetachedSignatures {
  private final KeySet keys;
  private final Set<SigningAlgorithm> allowed;

  private DetachedSignatures(KeySet keys, Set<SigningAlgorithm> allowed) {
    this.keys = keys;
    this.allowed = allowed;
  }

  /**
   * Signatures by one of these keys, with one of these algorithms.
   *
   * @param jwkSet public keys (RFC 7517 §5)
   * @throws IllegalArgumentException when there is no usable key in the set
   */
  public static DetachedSignatures by(
      String jwkSet, SigningAlgorithm algorithm, SigningAlgorithm... more) {
    return new DetachedSignatures(KeySet.parse(jwkSet), EnumSet.of(algorithm, more));
  }

  /**
   * Returns when the document was signed so.
   *
   * @param signature header, two dots, signature
   * @param document the bytes that were signed
   * @param type what {@code typ} must be, so that nothing signed for another purpose will do; lower
   *     case, without {@code application/}
   * @throws TokenRejectedException when it was not; the reason says which rule failed
   */
  public void verify(String signature, byte[] document, String type) throws TokenRejectedException {
    if (signature.length() > CompactToken.MAX_LENGTH) {
      throw new TokenRejectedException(TokenReason.TOO_LARGE);
    }
    int dots = signature.indexOf("..");
    if (dots < 1 || signature.indexOf('.', dots + 2) >= 0 || dots + 2 == signature.length()) {
      throw new TokenRejectedException(TokenReason.MALFORMED);
    }
    byte[] headerBytes = Base64Url.decode(signature, 0, dots);
    byte[] signatureBytes = Base64Url.decode(signature, dots + 2, signature.length());
    if (headerBytes == null || signatureBytes == null) {
      throw new TokenRejectedException(TokenReason.ENCODING);
    }
    TokenHeader header = TokenHeader.parse(headerBytes);
    check(header, type);
    byte[] input = signingInput(signature.substring(0, dots), document);
    String text = signature.substring(dots + 2);
    for (VerificationKey key : keys.candidates(header.keyId(), header.algorithm())) {
      if (key.verifies(header.algorithm(), input, text, signatureBytes.length)) {
        return;
      }
    }
    throw new TokenRejectedException(TokenReason.SIGNATURE_INVALID);
  }

  private void check(TokenHeader header, String type) throws TokenRejectedException {
    if (!allowed.contains(header.algorithm())) {
      throw new TokenRejectedException(TokenReason.ALGORITHM_NOT_ALLOWED);
    }
    if (!header.others().isEmpty()) {
      throw new TokenRejectedException(TokenReason.HEADER_NOT_ALLOWED);
    }
    if (!header.type().equals(type)) {
      throw new TokenRejectedException(TokenReason.WRONG_TYPE);
    }
  }

  private static byte[] signingInput(String header, byte[] document) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes((header + ".").getBytes(StandardCharsets.US_ASCII));
    input.writeBytes(Base64.getUrlEncoder().withoutPadding().encode(document));
    return input.toByteArray();
  }

  @Override
  public String toString() {
    return keys + " with " + allowed;
  }
}
