package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.testing.IntrospectionServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.Introspection;
import org.ztclinical.token.IssuerProfile;
import org.ztclinical.token.RoleRule;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/** The examples of docs/identity.md about issuers. */
class IssuersPageTest {
  @TempDir Path auditDirectory;

  @Test
  void severalIssuersEachSayWhatWasStatedForThem() {
    String fhirBase = "https://ehr.example.org/fhir";
    UUID tenant = UUID.fromString("11111111-2222-3333-4444-555555555555");
    String apiId = "66666666-7777-8888-9999-000000000000";
    TrustedIssuer hospital =
        IssuerProfile.keycloak("https://login.example.org/realms/staff", fhirBase)
            .roles(RoleRule.only("physician", "nurse"))
            .vouchForLocalUsers()
            .acrOrder("pwd", "mfa", "phr")
            .vouchForMfa();
    TrustedIssuer university =
        IssuerProfile.entra(tenant, apiId).roles(RoleRule.only("researcher"));

    ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(hospital)
            .trustIssuer(university)
            .fhirServer("/fhir", fhirBase)
            .requireMfa(
                MfaRule.required()
                    .byAcr("mfa")
                    .maxAge(Duration.ofHours(8))
                    .forRoles("physician", "nurse"))
            .auditIn(auditDirectory)
            .build();

    try (zeroTrust) {
      assertThat(zeroTrust.describe())
          .anySatisfy(line -> assertThat(line).contains("acr pwd < mfa < phr"))
          .anySatisfy(line -> assertThat(line).contains("its word on authentication is not used"));
    }
  }

  @Test
  void anIssuerIsAskedAboutItsTokens() {
    String fhirBase = "https://ehr.example.org/fhir";
    String clientSecret = UUID.randomUUID().toString();
    TrustedIssuer issuer =
        TrustedIssuer.of("https://login.example.org", fhirBase)
            .introspection(
                Introspection.at(URI.create("https://login.example.org/introspect"))
                    .clientSecret("fhir-server", clientSecret));

    assertThat(issuer.toString()).doesNotContain(clientSecret);
    assertThat(TokenVerifier.builder().trust(issuer).build().keysHealth()).hasSize(1);
  }

  @Test
  void aTestHasAnEndpointOfItsOwn() throws Exception {
    ManualClock clock = ManualClock.create();
    TestIssuer issuer = TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
    try (IntrospectionServer server = issuer.introspect()) {
      TokenVerifier verifier =
          TokenVerifier.builder()
              .trust(
                  TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE)
                      .introspection(server.settings()))
              .clock(clock)
              .build();
      String token = server.issue(t -> t.patient("1").scope("launch/patient patient/*.rs"));
      assertThat(verifier.verify(token).subject()).isEqualTo("user-1");
    }
  }
}
