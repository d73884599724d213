package org.ztclinical.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates for one test. */
final class TestAuthority {
  private static int serial = 1;

  private final X500Name name;
  private final KeyPair keys;
  final X509Certificate certificate;

  TestAuthority(String name) throws Exception {
    this.name = new X500Name("CN=" + name);
    this.keys = keys();
    JcaX509v3CertificateBuilder builder = builder(this.name, this.name, keys, Instant.now());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    this.certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
  }

  record Leaf(X509Certificate certificate, PrivateKey key) {
    Path write(Path directory, String file) {
      TestAuthority.write(directory.resolve(file + ".key"), "PRIVATE KEY", key.getEncoded());
      return TestAuthority.write(directory.resolve(file + ".pem"), certificate);
    }

    @Override
    public String toString() {
      return "leaf of a test";
    }
  }

  Leaf issue(String host) throws Exception {
    return issue(Instant.now(), new GeneralName(GeneralName.dNSName, host));
  }

  Leaf issue(Instant around, GeneralName... names) throws Exception {
    KeyPair own = keys();
    JcaX509v3CertificateBuilder builder = builder(name, new X500Name("CN=leaf"), own, around);
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return new Leaf(
        new JcaX509CertificateConverter().getCertificate(builder.build(signer())),
        own.getPrivate());
  }

  X509CRL revoke(X509Certificate... revoked) throws Exception {
    return revoke(Instant.now(), revoked);
  }

  /** A list that was good for a day from then on. */
  X509CRL revoke(Instant from, X509Certificate... revoked) throws Exception {
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(from));
    builder.setNextUpdate(Date.from(from.plus(Duration.ofDays(1))));
    for (X509Certificate one : List.of(revoked)) {
      builder.addCRLEntry(one.getSerialNumber(), new Date(), 0);
    }
    return new JcaX509CRLConverter().getCRL(builder.build(signer()));
  }

  private ContentSigner signer() throws Exception {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
  }

  private static synchronized JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Instant around) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(serial++),
        Date.from(around.minus(Duration.ofHours(1))),
        Date.from(around.plus(Duration.ofHours(1))),
        subject,
        keys.getPublic());
  }

  static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  static Path write(Path file, X509Certificate... certificates) {
    StringWriter text = new StringWriter();
    try {
      for (X509Certificate each : certificates) {
        text.write(pem("CERTIFICATE", each.getEncoded()));
      }
      return Files.writeString(file, text.toString());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path write(Path file, String label, byte[] der) {
    try {
      return Files.writeString(file, pem(label, der));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
