package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.request.CertificateHeader;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.tls.CertificateIdentity;
import org.ztclinical.tls.ForwardedCertificates;

/** Any text as a proxy's word about a client certificate, in each of the three forms. */
class ForwardedCertificateFuzzTest {
  private static final Set<String> DETAILS =
      Set.of(
          "the client certificate is told in more than 16 kB",
          "Client-Cert is one byte sequence",
          "the client certificate is not one block of PEM",
          "the client certificate is not percent-encoded",
          "the client certificate is not base64",
          "the client certificate does not parse",
          "the client certificate is not exactly one in DER",
          "an element of XFCC is not made of pairs",
          "a quoted value of XFCC does not end",
          "XFCC tells two certificates in one element");

  @FuzzTest(maxDuration = "10m")
  void whatIsReadReadsAgainInEveryFormAndARefusalTellsNothing(byte[] bytes) throws Exception {
    String value = new String(bytes, StandardCharsets.ISO_8859_1);

    Bounded.run(
        () -> {
          for (CertificateHeader header : CertificateHeader.values()) {
            Optional<X509Certificate> read = read(header, value);
            if (read.isPresent()) {
              check(read.get());
            }
            if (read.isPresent() && header == CertificateHeader.CLIENT_CERT) {
              String base64 = value.strip().replaceAll("^:|:$", "");
              assertThat(Base64.getDecoder().decode(base64)).isEqualTo(read.get().getEncoded());
            }
          }
        });
  }

  private static Optional<X509Certificate> read(CertificateHeader header, String value) {
    try {
      return ForwardedCertificates.read(header, List.of(value));
    } catch (RequestRefusedException e) {
      assertThat(e.reason().code()).isEqualTo(RequestReason.CREDENTIAL_AMBIGUOUS);
      assertThat(e.reason().detail()).isIn(DETAILS);
      assertThat(e.getMessage()).endsWith(e.reason().detail());
      return Optional.empty();
    }
  }

  private static void check(X509Certificate certificate) throws CertificateEncodingException {
    String base64 = Base64.getEncoder().encodeToString(certificate.getEncoded());
    String pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    String escaped = URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
    assertThat(read(CertificateHeader.CLIENT_CERT, ":" + base64 + ":")).contains(certificate);
    assertThat(read(CertificateHeader.ESCAPED_PEM, escaped)).contains(certificate);
    assertThat(read(CertificateHeader.XFCC, "By=x;Cert=\"" + escaped + "\"")).contains(certificate);
    try {
      CertificateIdentity identity = CertificateIdentity.of(certificate);
      identity
          .spiffeId()
          .ifPresent(id -> assertThat(identity.uris()).containsExactly(id.toString()));
      assertThat(identity.toString())
          .isEqualTo("CertificateIdentity[" + identity.thumbprint() + "]");
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage())
          .isIn(
              "the certificate has more than 256 names",
              "the certificate's alternative names do not parse");
    }
  }
}
