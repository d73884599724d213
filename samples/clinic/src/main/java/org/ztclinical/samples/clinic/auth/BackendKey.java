package org.ztclinical.samples.clinic.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;

/**
 * The analytics client's key: made at the first start and kept in the data folder, where a script
 * that plays the client finds it. The authorization server itself uses only the public half.
 */
public final class BackendKey {

  /** Where the public half is published. */
  static final String PATH = "/clients/analytics/jwks.json";

  /** The name of the key in the client's assertions. */
  public static final String KEY_ID = "analytics-1";

  private static final String FILE = "analytics-private-key.pem";
  private static final int BITS = 2048;

  private BackendKey() {}

  /** The file of the private key, PKCS #8 in PEM. */
  public static Path file(Path dataFolder) {
    return dataFolder.resolve("keys").resolve(FILE);
  }

  /**
   * Reads the key, or makes it, readable by its owner only.
   *
   * @param certificate by which the client may be known instead, over TLS (RFC 8705 §2.2)
   */
  static JWKSet publicKeys(Path dataFolder, X509Certificate certificate) {
    Path file = file(dataFolder);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      RSAPrivateCrtKey key = read(file);
      RSAPublicKey publicHalf =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
      return new JWKSet(
          List.of(
              new RSAKey.Builder(publicHalf)
                  .keyID(KEY_ID)
                  .keyUse(KeyUse.SIGNATURE)
                  .algorithm(JWSAlgorithm.RS384)
                  .build(),
              new ECKey.Builder(Curve.P_256, (ECPublicKey) certificate.getPublicKey())
                  .x509CertChain(List.of(Base64.encode(certificate.getEncoded())))
                  .build()));
    } catch (IOException e) {
      throw new UncheckedIOException("the demo key " + file + " cannot be read or made", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the demo key " + file + " is broken; delete it", e);
    }
  }

  private static void create(Path file) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
            + "\n-----END PRIVATE KEY-----\n";
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.createFile(file, ownerOnly());
    Files.writeString(file, pem, StandardCharsets.US_ASCII);
  }

  private static RSAPrivateCrtKey read(Path file) throws IOException, GeneralSecurityException {
    String base64 =
        Files.readString(file, StandardCharsets.US_ASCII)
            .replaceAll("-----[A-Z ]+-----", "")
            .replaceAll("\\s", "");
    return (RSAPrivateCrtKey)
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(java.util.Base64.getDecoder().decode(base64)));
  }

  private static FileAttribute<?>[] ownerOnly() {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }
}
