package org.ztclinical.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.jspecify.annotations.Nullable;

/** One file of PEM blocks (RFC 7468): certificates, certificate lists, a private key. */
final class PemFile {
  private static final int MAX_CERTIFICATES = 1_000;

  /** About a second; what tools choose by themselves is a few thousand. */
  private static final int MAX_ROUNDS = 2_000_000;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  /** As X.509 names them; a key file does not say which one it holds. */
  private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");

  private final Path file;
  private final String text;

  private PemFile(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  static PemFile read(Path file) throws TlsException {
    return new PemFile(file, new String(SmallFile.read(file), StandardCharsets.ISO_8859_1));
  }

  /** All certificates, in order; at least one. */
  List<X509Certificate> certificates() throws TlsException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : blocks("CERTIFICATE")) {
      certificates.add(certificate(der));
    }
    if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
      throw malformed("needs 1 to 1000 blocks BEGIN CERTIFICATE");
    }
    return certificates;
  }

  private X509Certificate certificate(byte[] der) throws TlsException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw malformed("holds a certificate that does not parse");
    }
  }

  /** All certificate revocation lists, in order; at least one. */
  List<X509CRL> revocationLists() throws TlsException {
    List<X509CRL> lists = new ArrayList<>();
    for (byte[] der : blocks("X509 CRL")) {
      try {
        lists.add(
            (X509CRL)
                CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der)));
      } catch (CertificateException | CRLException e) {
        throw malformed("holds a certificate revocation list that does not parse");
      }
    }
    if (lists.isEmpty()) {
      throw malformed("has no block BEGIN X509 CRL");
    }
    return lists;
  }

  /** The one private key, in PKCS #8 (RFC 5958), encrypted when there is a password. */
  PrivateKey privateKey(char @Nullable [] password) throws TlsException {
    List<byte[]> open = blocks("PRIVATE KEY");
    List<byte[]> encrypted = blocks("ENCRYPTED PRIVATE KEY");
    if (open.size() + encrypted.size() != 1) {
      throw malformed(
          "needs exactly one private key in PKCS #8 (BEGIN PRIVATE KEY); older forms are converted"
              + " with: openssl pkcs8 -topk8 -nocrypt");
    }
    return open.size() == 1
        ? parse(new PKCS8EncodedKeySpec(open.get(0)))
        : parse(decrypted(encrypted.get(0), password));
  }

  private PKCS8EncodedKeySpec decrypted(byte[] der, char @Nullable [] password)
      throws TlsException {
    if (password == null) {
      throw new TlsException(
          TlsException.Kind.PASSWORD, file.toString(), "the private key needs a password");
    }
    PBEKeySpec secret = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      requireFewRounds(info.getAlgParameters());
      String algorithm = algorithmOf(info);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException(
          TlsException.Kind.PASSWORD,
          file.toString(),
          "the private key cannot be decrypted: the password is wrong, or the encryption is none"
              + " of PBES2");
    } finally {
      secret.clearPassword();
    }
  }

  private void requireFewRounds(@Nullable AlgorithmParameters parameters)
      throws InvalidParameterSpecException, TlsException {
    if (parameters != null
        && parameters.getParameterSpec(PBEParameterSpec.class).getIterationCount() > MAX_ROUNDS) {
      throw new TlsException(
          TlsException.Kind.KEY_REFUSED,
          file.toString(),
          "the private key is encrypted in more than 2,000,000 rounds; encrypt it in fewer");
    }
  }

  /** PBES2 says in its parameters which cipher it is (RFC 8018 §6.2). */
  private static String algorithmOf(EncryptedPrivateKeyInfo info) {
    return info.getAlgParameters() != null && info.getAlgName().contains("PBES2")
        ? info.getAlgParameters().toString()
        : info.getAlgName();
  }

  private PrivateKey parse(PKCS8EncodedKeySpec encoded) throws TlsException {
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // A key of another kind: try the next.
      } catch (GeneralSecurityException e) {
        throw new TlsException(
            TlsException.Kind.RUNTIME, file.toString(), "this Java runtime has no " + kind);
      }
    }
    throw malformed("holds a private key that is neither RSA nor EC nor Ed25519");
  }

  private List<byte[]> blocks(String label) throws TlsException {
    List<byte[]> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        blocks.add(decoded(matcher.group(2)));
      }
    }
    return blocks;
  }

  private byte[] decoded(String base64) throws TlsException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("holds a block that is not base64");
    }
  }

  private TlsException malformed(String sentence) {
    return new TlsException(TlsException.Kind.MALFORMED, file.toString(), sentence);
  }
}
