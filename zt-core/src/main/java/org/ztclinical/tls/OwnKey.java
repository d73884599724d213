package org.ztclinical.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;

/** Our certificate, those that issued it, and the key that is proven to be its own. */
final class OwnKey {
  private static final int MIN_RSA_BITS = 2_048;
  private static final byte[] PROBE = {'z', 't', '-', 'p', 'r', 'o', 'b', 'e'};

  private final List<X509Certificate> chain;
  private final PrivateKey privateKey;

  private OwnKey(List<X509Certificate> chain, PrivateKey privateKey) {
    this.chain = List.copyOf(chain);
    this.privateKey = privateKey;
  }

  static OwnKey of(Path place, List<X509Certificate> chain, PrivateKey key) throws TlsException {
    if (chain.isEmpty()) {
      throw new TlsException(
          TlsException.Kind.MALFORMED, place.toString(), "has no certificate for the private key");
    }
    PublicKey publicKey = chain.get(0).getPublicKey();
    if (publicKey instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      throw new TlsException(
          TlsException.Kind.KEY_REFUSED, place.toString(), "an RSA key has at least 2048 bits");
    }
    if (!belongTogether(publicKey, key)) {
      throw new TlsException(
          TlsException.Kind.KEY_MISMATCH,
          place.toString(),
          "the private key is not that of the first certificate; the server's own comes first");
    }
    return new OwnKey(chain, key);
  }

  private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
    try {
      Signature signer = Signature.getInstance(algorithm(privateKey));
      signer.initSign(privateKey);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm(privateKey));
      verifier.initVerify(publicKey);
      verifier.update(PROBE);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "EdDSA";
    };
  }

  List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  @Override
  public String toString() {
    return "OwnKey [redacted]";
  }
}
