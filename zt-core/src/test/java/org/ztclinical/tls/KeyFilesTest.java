package org.ztclinical.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private keys in the forms that operators have them in. */
class KeyFilesTest {
  private static final char[] PASSWORD = "a password of a test".toCharArray();

  @TempDir Path files;

  @Test
  void anEncryptedKeyOpensWithItsPasswordAndOnlyWithThat() throws Exception {
    KeyPair pair = TestAuthority.keys();
    byte[] encrypted = encrypted(pair.getPrivate().getEncoded());
    PemFile file =
        PemFile.read(
            TestAuthority.write(files.resolve("key.pem"), "ENCRYPTED PRIVATE KEY", encrypted));

    assertThat(file.privateKey(PASSWORD)).isEqualTo(pair.getPrivate());
    needsPassword(() -> file.privateKey("another".toCharArray()));
    needsPassword(() -> file.privateKey(null));
  }

  @Test
  void aKeyThatTakesManyRoundsToOpenIsRefusedAtOnce() throws Exception {
    PBES2Parameters parameters =
        new PBES2Parameters(
            new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2,
                new PBKDF2Params(
                    new byte[16],
                    2_000_001,
                    new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))),
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
    byte[] encrypted =
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), new byte[48])
            .getEncoded();
    PemFile file =
        PemFile.read(
            TestAuthority.write(files.resolve("key.pem"), "ENCRYPTED PRIVATE KEY", encrypted));

    assertThatThrownBy(() -> file.privateKey(PASSWORD))
        .isInstanceOfSatisfying(
            TlsException.class, e -> assertThat(e.kind()).isEqualTo(TlsException.Kind.KEY_REFUSED))
        .hasMessageContaining("rounds");
  }

  @Test
  void keysOfAllKindsAreRead() throws Exception {
    for (String kind : new String[] {"RSA", "EC", "Ed25519"}) {
      KeyPair pair = KeyPairGenerator.getInstance(kind).generateKeyPair();
      Path file =
          TestAuthority.write(files.resolve(kind), "PRIVATE KEY", pair.getPrivate().getEncoded());

      assertThat(PemFile.read(file).privateKey(null).getEncoded())
          .isEqualTo(pair.getPrivate().getEncoded());
    }
  }

  @Test
  void olderFormsOfKeysAreRefusedWithTheCommandThatConvertsThem() throws Exception {
    Path file = TestAuthority.write(files.resolve("key.pem"), "EC PRIVATE KEY", new byte[] {1, 2});

    assertThatThrownBy(() -> PemFile.read(file).privateKey(null))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("openssl pkcs8 -topk8");
  }

  @Test
  void aStoreHasExactlyOnePrivateKey() throws Exception {
    TestAuthority authority = new TestAuthority("authority");
    TestAuthority.Leaf leaf = authority.issue("localhost");
    Path store = store(leaf, authority, "one");
    Path two = store(leaf, authority, "one", "two");

    OwnKey key = new KeySource.Pkcs12(store, PASSWORD).read();

    assertThat(key.chain()).containsExactly(leaf.certificate(), authority.certificate);
    assertThat(key.toString()).isEqualTo("OwnKey [redacted]");
    assertThatThrownBy(() -> new KeySource.Pkcs12(two, PASSWORD).read())
        .hasMessageContaining("exactly one private key");
    needsPassword(() -> new KeySource.Pkcs12(store, "another".toCharArray()).read());
    assertThat(TlsFiles.pkcs12(store, PASSWORD).toString()).doesNotContain("password");
  }

  private Path store(TestAuthority.Leaf leaf, TestAuthority authority, String... names)
      throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    for (String name : names) {
      Certificate[] chain = {leaf.certificate(), authority.certificate};
      keys.setKeyEntry(name, leaf.key(), PASSWORD, chain);
    }
    Path file = files.resolve(names.length + ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      keys.store(out, PASSWORD);
    }
    return file;
  }

  /** PBES2 with HMAC-SHA-256 and AES-256, as openssl writes it. */
  private static byte[] encrypted(byte[] key) throws Exception {
    String scheme = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(scheme);
    SecretKey secret =
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(PASSWORD));
    cipher.init(Cipher.ENCRYPT_MODE, secret, new PBEParameterSpec(new byte[16], 2_048));
    // The JDK's own class does not know the name it gives to these parameters.
    ASN1Primitive parameters = ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded());
    return new EncryptedPrivateKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters),
            cipher.doFinal(key))
        .getEncoded();
  }

  private static void needsPassword(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            TlsException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(TlsException.Kind.PASSWORD);
              assertThat(e).hasMessageNotContaining("another").hasNoCause();
            });
  }
}
