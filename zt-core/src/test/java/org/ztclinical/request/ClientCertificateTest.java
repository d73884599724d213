package org.ztclinical.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ClientCertificateTest {
  /** RFC 8705 Appendix A. */
  private static final String EXAMPLE =
      "MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAx"
          + "ODEyMzcwOVoXDTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwEbXRsczBZMBMGByqG"
          + "SM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ"
          + "/Au08/coZwxS7LfA4vOLS9WuneIXhbGGWvsDSb0tH6IxLm8wCgYIKoZIzj0EAwID"
          + "SQAwRgIhAP0RC1E+vwJD/D1AGHGzuri+hlV/PpQEKTWUVeORWz83AiEA5x2eXZOV"
          + "bUlJSGQgjwD5vaUaKlLR50Q2DmFfQj1L+SY=";

  @Test
  void theCertificateOfTheStandardHasTheThumbprintOfTheStandard() throws Exception {
    assertThat(example().thumbprint()).isEqualTo("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0");
    assertThat(example()).isEqualTo(example()).hasToString("client certificate [redacted]");
  }

  @Test
  void itsDatesCountToTheSecond() throws Exception {
    ClientCertificate certificate = example();

    assertThat(certificate.isWithinDates(Instant.parse("2018-10-18T12:37:08Z"))).isFalse();
    assertThat(certificate.isWithinDates(Instant.parse("2018-10-18T12:37:09Z"))).isTrue();
    assertThat(certificate.isWithinDates(Instant.parse("2022-05-02T12:37:09Z"))).isTrue();
    assertThat(certificate.isWithinDates(Instant.parse("2022-05-02T12:37:10Z"))).isFalse();
  }

  private static ClientCertificate example() throws Exception {
    byte[] der = Base64.getDecoder().decode(EXAMPLE);
    return ClientCertificate.of(
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der)));
  }
}
