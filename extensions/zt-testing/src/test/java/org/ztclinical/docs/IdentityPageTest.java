package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.session.DpopRule;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.SignatureProvider;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/** The examples of docs/identity.md. */
class IdentityPageTest {
  private static final String SIGNING =
      "@id(\"sign\") permit(principal, action == App::Action::\"signLetter\", resource);";

  private static final String PATIENT = "https://ehr.example.org/fhir/Patient/1";

  @TempDir Path auditDirectory;

  @Test
  void boundTokensCanBeRequired() {
    String issuer = "https://login.example.org";
    String fhirBase = "https://ehr.example.org/fhir";
    URI jwksUri = URI.create("http://127.0.0.1:9/jwks");
    ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(TrustedIssuer.of(issuer, fhirBase).jwksUri(jwksUri))
            .fhirServer("/fhir", fhirBase)
            // Who writes needs a token that is bound to a key or a certificate.
            .requireSenderConstraint(
                SenderConstraintRule.required()
                    .onInteractions(Interaction.CREATE, Interaction.UPDATE, Interaction.DELETE))
            // Administrators need one that is bound to a key, for everything.
            .requireSenderConstraint(SenderConstraintRule.byKey().forRoles("admin"))
            // Proofs of at most half a minute, with a nonce of this server.
            .dpop(
                DpopRule.standard()
                    .maxAge(Duration.ofSeconds(30))
                    .requireNonce(Duration.ofMinutes(5)))
            .auditIn(auditDirectory)
            .build();

    assertThat(zeroTrust.describe()).anyMatch(line -> line.contains("bound tokens required"));
    zeroTrust.close();
  }

  @Test
  void tokensAndProofsAreVerifiedByTheProviderThatWasNamed() throws Exception {
    CountingProvider provider = new CountingProvider();
    InstantSource now = InstantSource.system();
    TestIssuer issuer = TestIssuer.of("https://login.example.org", SigningAlgorithm.ES256, now);
    ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(issuer.trusted())
            .fhirServer("/fhir", "https://ehr.example.org/fhir")
            // As AmazonCorrettoCryptoProvider.INSTANCE, or Conscrypt.newProvider().
            .signatureProvider(SignatureProvider.of(provider))
            .auditIn(auditDirectory)
            .build();
    DpopKey key = DpopKey.create(now);
    String token = issuer.mint(t -> t.patient("1").scope("patient/*.rs").boundTo(key));
    Supplier<Credentials> sent = () -> Credentials.dpop(token, key.proof("GET", PATIENT, token));
    int tried = provider.used();

    assertThat(status(zeroTrust, sent.get(), now)).isEqualTo(200);
    assertThat(provider.used() - tried).as("token and proof").isEqualTo(2);
    assertThat(status(zeroTrust, sent.get(), now)).isEqualTo(200);
    assertThat(provider.used() - tried).as("a second proof").isEqualTo(3);
    zeroTrust.close();
  }

  @Test
  void strongerAuthenticationCanBeRequired() {
    String fhirBase = "https://ehr.example.org/fhir";
    ZeroTrustBuilder settings =
        ZeroTrust.builder()
            .trustIssuer(TestIssuer.create(ManualClock.create()).trusted())
            .fhirServer("/fhir", fhirBase)
            .policies(PolicySource.of(new PolicyText("sign.cedar", SIGNING)))
            .auditIn(auditDirectory);
    ZeroTrust zeroTrust =
        settings
            .route(AppRoute.of(HttpMethod.POST, "/letters/{letter}").action("signLetter"))
            // Everybody: more than one factor, at most eight hours ago.
            .requireMfa(MfaRule.required().orAcr("mfa").maxAge(Duration.ofHours(8)))
            // Administrators, whatever they do, and whoever signs: what cannot be phished.
            .requireMfa(MfaRule.phishingResistant().forRoles("admin"))
            .requireMfa(MfaRule.phishingResistant().onRoutes("signLetter"))
            // Who deletes must have logged in within the last five minutes.
            .requireMfa(
                MfaRule.required().maxAge(Duration.ofMinutes(5)).onInteractions(Interaction.DELETE))
            .build();

    assertThat(zeroTrust.describe())
        .anyMatch(
            line ->
                line.contains("MFA rules enforced: [several factors by amr or acr [mfa]")
                    && line.contains("at most 300 s ago on [DELETE]"));
    zeroTrust.close();
  }

  @Test
  void aTestMakesBoundTokensAndTheirProofs() throws Exception {
    ManualClock clock = ManualClock.create();
    TestIssuer issuer = TestIssuer.create(clock);
    DpopKey key = DpopKey.create(clock);
    String token = issuer.mint(t -> t.patient("1").scope("patient/*.rs").boundTo(key));
    String proof = key.proof("GET", "https://ehr.example.org/fhir/Patient/1", token);
    try (ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(issuer.trusted())
            .fhirServer("/fhir", "https://ehr.example.org/fhir")
            .auditIn(auditDirectory)
            .clock(clock)
            .build()) {
      assertThat(status(zeroTrust, Credentials.dpop(token, proof), clock)).isEqualTo(200);
    }
  }

  private static int status(ZeroTrust zeroTrust, Credentials credentials, InstantSource clock)
      throws Exception {
    Guarded guarded =
        zeroTrust.guard(
            new Attempt(
                credentials,
                new RequestContext("request-1", "192.0.2.1", clock.instant(), Optional.empty()),
                CanonicalRequest.parse(HttpMethod.GET, "/fhir/Patient/1")),
            permit -> Response.json(200, "{\"resourceType\":\"Patient\",\"id\":\"1\"}"));
    return guarded.response().status();
  }

  /** The runtime's own provider of curves under another name, which counts what it verifies. */
  private static final class CountingProvider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String ES256 = "SHA256withECDSA";

    private final AtomicInteger used = new AtomicInteger();

    CountingProvider() {
      super("Counting", "1", "a provider of a test");
      Service own = Security.getProvider("SunEC").getService("Signature", ES256);
      putService(
          new Service(this, "Signature", ES256, own.getClassName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              used.incrementAndGet();
              return own.newInstance(parameter);
            }
          });
    }

    int used() {
      return used.get();
    }
  }
}
