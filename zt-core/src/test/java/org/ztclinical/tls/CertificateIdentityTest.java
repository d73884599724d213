package org.ztclinical.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateIdentityTest {
  @Test
  void itHasTheNamesAndDatesOfTheCertificate() throws Exception {
    Instant now = Instant.now();
    CertificateIdentity identity =
        CertificateIdentity.of(
            new TestAuthority("authority")
                .issue(
                    now,
                    new GeneralName(GeneralName.dNSName, "ws-17.ward.example"),
                    new GeneralName(GeneralName.rfc822Name, "nurse@hospital.example"),
                    new GeneralName(
                        GeneralName.uniformResourceIdentifier, "spiffe://hospital.example/ws/17"))
                .certificate());

    assertThat(identity.dnsNames()).containsExactly("ws-17.ward.example");
    assertThat(identity.emails()).containsExactly("nurse@hospital.example");
    assertThat(identity.spiffeId()).contains(new SpiffeId("hospital.example", "/ws/17"));
    assertThat(identity.isValidAt(now)).isTrue();
    assertThat(identity.isValidAt(now.plus(Duration.ofHours(2)))).isFalse();
    assertThat(identity.isValidAt(now.minus(Duration.ofHours(2)))).isFalse();
    assertThat(identity.thumbprint()).hasSize(43);
    assertThat(identity.toString()).doesNotContain("nurse").doesNotContain("leaf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://staging.example.com/payments/mysql",
        "spiffe://example.org",
        "spiffe://td_1-a.example/ns/prod/sa/api",
        "spiffe://example.org/a.b/..."
      })
  void idsAreReadAsTheyAre(String text) {
    assertThat(SpiffeId.parse(text).orElseThrow()).hasToString(text);
  }

  @Test
  void whatIsNotOneIsNone() {
    for (String text :
        List.of(
            "spiffe://Example.org/a",
            "SPIFFE://example.org/a",
            "spiffe://example.org/a/",
            "spiffe://example.org//a",
            "spiffe://example.org/a/../b",
            "spiffe://example.org/./a",
            "spiffe://example.org/..",
            "spiffe://example.org/%61",
            "spiffe://user@example.org/a",
            "spiffe://example.org:443/a",
            "spiffe://example.org/a?q",
            "spiffe://example.org/a#f",
            "spiffe:///a",
            "spiffe://",
            "https://example.org/a",
            "spiffe://example.org/\u00e4",
            "spiffe://example.org/a\n",
            "spiffe://example.org/" + "a".repeat(2_048),
            "spiffe://" + "a".repeat(256))) {
      assertThat(SpiffeId.parse(text)).as(text).isEmpty();
    }
  }
}
