package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.request.AddressRange;
import org.ztclinical.request.CertificateHeader;
import org.ztclinical.request.TrustedHops;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.tls.RevocationPolicy;
import org.ztclinical.tls.TlsContext;
import org.ztclinical.tls.TlsFiles;

/** The examples of certificates and proxies in docs/identity.md. */
class TlsPageTest {
  private static final String FHIR_BASE = "https://ehr.example/fhir";

  @TempDir Path files;

  @Test
  void aProxyIsTrustedWithCertificatesWhereItIsNamed() throws Exception {
    TestIssuer testIssuer = TestIssuer.create(InstantSource.system());
    Path auditDirectory = files.resolve("audit");
    String fhirBase = FHIR_BASE;

    ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(testIssuer.trusted())
            .fhirServer("/fhir", fhirBase)
            // The ingress, and nothing else, connects from these addresses.
            .trustedHops(
                TrustedHops.none()
                    .and(CertificateHeader.CLIENT_CERT, AddressRange.of("10.2.0.0/28")))
            .auditIn(auditDirectory)
            .build();

    try (zeroTrust) {
      assertThat(zeroTrust.trustedHops().certificateHeader("10.2.0.3"))
          .contains(CertificateHeader.CLIENT_CERT);
      assertThat(zeroTrust.trustedHops().trusts("10.2.0.16")).isFalse();
    }
  }

  @Test
  void certificatesAreReadAgainWithoutARestart() throws Exception {
    Path certificates = files.resolve("server.pem");
    Path privateKey = files.resolve("server.key");
    Path clientAuthority = files.resolve("clients.pem");
    Path revoked = files.resolve("revoked.pem");
    X509Certificate certificate = write(certificates, privateKey, clientAuthority, revoked);
    NoticeListener notices = NoticeListener.none();

    TlsContext tls =
        TlsContext.builder(
                TlsFiles.pem(certificates, privateKey)
                    .trust(clientAuthority)
                    .revocation(RevocationPolicy.lists(revoked)))
            .reloadEvery(Duration.ofMinutes(1))
            .notices(notices)
            .build();

    try (tls) {
      assertThat(tls.sslContext().getProtocol()).isEqualTo("TLS");
      assertThat(tls.verifyClient(certificate)).isTrue();
      assertThat(tls.reload()).isTrue();
    }
  }

  /** One self-made authority is all of them. */
  private static X509Certificate write(
      Path certificates, Path privateKey, Path authority, Path list) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    X500Name name = new X500Name("CN=test authority");
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.TWO,
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(600)),
            name,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    X509Certificate certificate =
        new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    X509v2CRLBuilder nobody = new X509v2CRLBuilder(name, Date.from(now));
    nobody.setNextUpdate(Date.from(now.plusSeconds(600)));
    pem(certificates, "CERTIFICATE", certificate.getEncoded());
    pem(authority, "CERTIFICATE", certificate.getEncoded());
    pem(privateKey, "PRIVATE KEY", keys.getPrivate().getEncoded());
    pem(list, "X509 CRL", nobody.build(signer).getEncoded());
    return certificate;
  }

  private static void pem(Path file, String label, byte[] der) throws Exception {
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
  }
}
