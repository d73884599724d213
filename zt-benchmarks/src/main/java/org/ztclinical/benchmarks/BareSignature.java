package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/**
 * The floor of every verification: the signature check alone, in turn over texts that were taken
 * apart beforehand. For one thread.
 */
final class BareSignature {
  private final Signature signature;
  private final PublicKey key;
  private final List<byte[]> signedParts;
  private final List<byte[]> signatures;

  /**
   * A check of these texts in compact form (RFC 7515 §7.1).
   *
   * @param algorithm as JCA names it
   */
  BareSignature(String algorithm, PublicKey key, List<String> texts) {
    try {
      ChosenProvider provider = ChosenProvider.ofThisRun();
      this.signature = provider.signature(algorithm);
      this.key = provider.own(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has this algorithm", e);
    }
    this.signedParts = texts.stream().map(BareSignature::signedPart).toList();
    this.signatures = texts.stream().map(BareSignature::signaturePart).toList();
  }

  boolean verify(int number) throws GeneralSecurityException {
    signature.initVerify(key);
    signature.update(signedParts.get(number));
    return signature.verify(signatures.get(number));
  }

  private static byte[] signedPart(String text) {
    return text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] signaturePart(String text) {
    return Base64.getUrlDecoder().decode(text.substring(text.lastIndexOf('.') + 1));
  }
}
