package org.ztclinical.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.ztclinical.fuzz.Bounded;

/**
 * Any bytes as a PEM file of certificates, revocation lists, or a private key. {@code $KEY} and
 * {@code $LOCKED} stand for a key made by this run, in the open and encrypted.
 */
class PemFileFuzzTest {
  private static final String PASSWORD = "password of this test";
  private static final List<String> SENTENCES =
      List.of(
          "needs 1 to 1000 blocks BEGIN CERTIFICATE",
          "holds a certificate that does not parse",
          "holds a certificate revocation list that does not parse",
          "has no block BEGIN X509 CRL",
          "needs exactly one private key in PKCS #8 (BEGIN PRIVATE KEY); older forms are converted"
              + " with: openssl pkcs8 -topk8 -nocrypt",
          "the private key needs a password",
          "the private key cannot be decrypted: the password is wrong, or the encryption is none"
              + " of PBES2",
          "holds a private key that is neither RSA nor EC nor Ed25519",
          "holds a block that is not base64",
          "the private key is encrypted in more than 2,000,000 rounds; encrypt it in fewer",
          "is larger than 1 MiB");
  private static final String PLAIN =
      "-----BEGIN PRIVATE KEY-----\n$KEY\n-----END PRIVATE KEY-----\n";
  private static final String ENCRYPTED =
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\n$LOCKED\n-----END ENCRYPTED PRIVATE KEY-----\n";

  /** 1.2.840.113549.1.5.13. */
  private static final byte[] PBES2 = {
    6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 5, 0x0D
  };

  private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";
  private static final Path FILE = file();
  private static final KeyPair PAIR = pair();
  private static final String KEY = base64(PAIR.getPrivate().getEncoded());
  private static final String LOCKED = base64(locked());

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] locked() {
    try {
      Cipher cipher = Cipher.getInstance(ENCRYPTION);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          SecretKeyFactory.getInstance(ENCRYPTION)
              .generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
      byte[] secret = cipher.doFinal(PAIR.getPrivate().getEncoded());
      // The JDK's own class does not know the name it gives to these parameters.
      byte[] algorithm = der(0x30, PBES2, cipher.getParameters().getEncoded());
      return der(0x30, algorithm, der(0x04, secret));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of up to 65535 bytes (X.690 §8.1.3). */
  private static byte[] der(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.size() >> 8);
    out.write(content.size());
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("zt-fuzz", ".pem");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void whatIsReadReadsAgainAndARefusalTellsNothing(byte[] given) throws Exception {
    String text = new String(given, StandardCharsets.ISO_8859_1);
    byte[] bytes =
        text.replace("$KEY", KEY).replace("$LOCKED", LOCKED).getBytes(StandardCharsets.ISO_8859_1);
    Files.write(FILE, bytes);

    Bounded.run(
        () -> {
          Optional<List<X509Certificate>> read = refusable(() -> PemFile.read(FILE).certificates());
          if (read.isPresent()) {
            Files.writeString(FILE, pem(read.get()));
            assertThat(PemFile.read(FILE).certificates()).isEqualTo(read.get());
            Files.write(FILE, bytes);
          }
          refusable(() -> PemFile.read(FILE).revocationLists());
          refusable(() -> PemFile.read(FILE).privateKey(null));
          Optional<PrivateKey> key =
              refusable(() -> PemFile.read(FILE).privateKey(PASSWORD.toCharArray()));
          if (text.equals(PLAIN) || text.equals(ENCRYPTED)) {
            assertThat(key).contains(PAIR.getPrivate());
          }
        });
  }

  private static String pem(List<X509Certificate> certificates) throws Exception {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  private static <T> Optional<T> refusable(Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (TlsException e) {
      assertThat(e.getMessage()).startsWith(FILE + ": ").doesNotContain(PASSWORD);
      String sentence = e.getMessage().substring(FILE.toString().length() + 2);
      assertThat(sentence).isIn(SENTENCES);
      return Optional.empty();
    }
  }

  /** What reads a file. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws TlsException;
  }
}
