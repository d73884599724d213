package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonString;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

class TokenVerifierTest {
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final TokenVerifier verifier =
      TokenVerifier.builder().trust(issuer.trusted()).clock(clock).build();

  @Test
  void aGoodTokenGivesItsFacts() throws Exception {
    String token =
        issuer.mint(
            claims ->
                claims
                    .subject("dr-house")
                    .client("ehr")
                    .scope("user/*.rs openid")
                    .claim("jti", "t-1")
                    .claim("department", "radiology"));

    VerifiedToken verified = verifier.verify(token);

    assertThat(verified.issuer()).isEqualTo(issuer.issuer());
    assertThat(verified.subject()).isEqualTo("dr-house");
    assertThat(verified.clientId()).isEqualTo("ehr");
    assertThat(verified.audience()).containsExactly(TestIssuer.AUDIENCE);
    assertThat(verified.tokenId()).contains("t-1");
    assertThat(verified.issuedAt()).isEqualTo(clock.instant());
    assertThat(verified.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
    assertThat(verified.scopes()).containsExactly("user/*.rs", "openid");
    assertThat(verified.claim("department")).contains(new JsonString("radiology"));
  }

  @Test
  void everyAlgorithmVerifies() throws Exception {
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      TestIssuer other = TestIssuer.of("https://other.example", algorithm, clock);
      TokenVerifier verifier =
          TokenVerifier.builder().trust(other.trusted().algorithms(algorithm)).clock(clock).build();

      assertThat(verifier.verify(other.mint()).subject()).as(algorithm.name()).isEqualTo("user-1");
    }
  }

  @Test
  void severalIssuersAreTrustedEachWithItsAudience() throws Exception {
    TestIssuer second = TestIssuer.of("https://second.example", SigningAlgorithm.ES256, clock);
    TokenVerifier both =
        TokenVerifier.builder()
            .trust(issuer.trusted())
            .trust(second.trusted("https://second-audience.example"))
            .clock(clock)
            .build();

    String first = issuer.mint();
    String other = second.mint(claims -> claims.audience("https://second-audience.example", "x"));

    assertThat(both.verify(first).issuer()).isEqualTo(issuer.issuer());
    assertThat(both.verify(other).issuer()).isEqualTo(second.issuer());
    assertThat(both.keysHealth()).hasSize(2);
    assertThat(List.of(first, other)).doesNotHaveDuplicates();
  }
}
