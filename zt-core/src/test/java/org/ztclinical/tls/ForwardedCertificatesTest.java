package org.ztclinical.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ztclinical.request.CertificateHeader;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;

class ForwardedCertificatesTest {
  private static X509Certificate first;
  private static X509Certificate second;

  @BeforeAll
  static void certificates() throws Exception {
    TestAuthority authority = new TestAuthority("authority");
    first = authority.issue("first").certificate();
    second = authority.issue("second").certificate();
  }

  @Test
  void eachEncodingIsReadExactly() throws Exception {
    assertThat(read(CertificateHeader.CLIENT_CERT, bytes(first))).isEqualTo(first);
    assertThat(read(CertificateHeader.ESCAPED_PEM, escaped(first))).isEqualTo(first);
    assertThat(read(CertificateHeader.XFCC, "Hash=ab;Cert=\"" + escaped(first) + "\""))
        .isEqualTo(first);
  }

  @Test
  void ofManyElementsTheNearestProxysCounts() throws Exception {
    String both =
        "By=spiffe://a/b;Cert=\""
            + escaped(second)
            + "\";Subject=\"CN=x, O=\\\"y;z\\\"\",Hash=1;Cert=\""
            + escaped(first)
            + "\"";

    assertThat(read(CertificateHeader.XFCC, both)).isEqualTo(first);
  }

  @Test
  void anElementWithoutACertificateTellsNone() throws Exception {
    assertThat(
            ForwardedCertificates.read(
                CertificateHeader.XFCC,
                List.of("Cert=\"" + escaped(first) + "\",Hash=12;Subject=\"CN=y\"")))
        .isEmpty();
    assertThat(ForwardedCertificates.read(CertificateHeader.CLIENT_CERT, List.of())).isEmpty();
  }

  @Test
  void whatCouldBeReadInTwoWaysIsRefused() throws Exception {
    refuses(CertificateHeader.CLIENT_CERT, bytes(first), bytes(second));
    refuses(CertificateHeader.CLIENT_CERT, bytes(first) + ", " + bytes(second));
    refuses(CertificateHeader.CLIENT_CERT, bytes(first) + ";q=1");
    refuses(CertificateHeader.CLIENT_CERT, "");
    refuses(CertificateHeader.CLIENT_CERT, ":!!!:");
    refuses(CertificateHeader.CLIENT_CERT, ":" + base64(new byte[] {1, 2, 3}) + ":");
    byte[] trailing = java.util.Arrays.copyOf(first.getEncoded(), first.getEncoded().length + 1);
    refuses(CertificateHeader.CLIENT_CERT, ":" + base64(trailing) + ":");
    String pem = TestAuthority.pem("CERTIFICATE", first.getEncoded());
    refuses(
        CertificateHeader.CLIENT_CERT, ":" + base64(pem.getBytes(StandardCharsets.US_ASCII)) + ":");
    refuses(CertificateHeader.CLIENT_CERT, ":" + "A".repeat(20_000) + ":");
    refuses(CertificateHeader.ESCAPED_PEM, escaped(first) + escaped(second));
    refuses(CertificateHeader.ESCAPED_PEM, escaped(first).substring(0, 200));
    refuses(CertificateHeader.ESCAPED_PEM, "%zz");
    refuses(CertificateHeader.ESCAPED_PEM, "%2");
    refuses(CertificateHeader.ESCAPED_PEM, "(null)");
    refuses(CertificateHeader.XFCC, "Cert=\"" + escaped(first));
    refuses(CertificateHeader.XFCC, "Cert=\"a\";Cert=\"b\"");
    refuses(CertificateHeader.XFCC, "Cert");
  }

  private static X509Certificate read(CertificateHeader header, String value) throws Exception {
    return ForwardedCertificates.read(header, List.of(value)).orElseThrow();
  }

  private static void refuses(CertificateHeader header, String... values) {
    assertThatThrownBy(() -> ForwardedCertificates.read(header, List.of(values)))
        .as(values[0])
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            e -> assertThat(e.reason().code()).isEqualTo(RequestReason.CREDENTIAL_AMBIGUOUS));
  }

  private static String bytes(X509Certificate certificate) throws Exception {
    return ":" + base64(certificate.getEncoded()) + ":";
  }

  private static String escaped(X509Certificate certificate) throws Exception {
    return URLEncoder.encode(
            TestAuthority.pem("CERTIFICATE", certificate.getEncoded()), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  private static String base64(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }
}
