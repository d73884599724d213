package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.access.Check;
import org.ztclinical.access.Mode;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.VerificationReport;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.testing.JwksServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.TrustedIssuer;

/** The examples of the manual that need no container. The manual shows pieces of this file. */
class QuickstartTest {
  private static final String ISSUER = "https://issuer.example";
  private static final String FHIR_BASE = "https://ehr.example/fhir";
  private static final String PEER = "192.0.2.7";

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final JwksServer jwksServer = issuer.serve();
  private final URI jwksUri = jwksServer.uri();

  @TempDir Path auditDirectory;

  @AfterEach
  void stop() {
    jwksServer.close();
  }

  @Test
  void aCarelessStoreGivesAPatientTheOwnRecordOnly() {
    try (ZeroTrust zeroTrust = protection()) {
      String token = patientToken("1");

      Guarded own = answer(zeroTrust, token, "/fhir/Observation/of-1");
      Guarded other = answer(zeroTrust, token, "/fhir/Observation/of-2");
      Guarded search = answer(zeroTrust, token, "/fhir/Observation?code=8867-4");

      assertThat(own.response().status()).isEqualTo(200);
      assertThat(other.response().status()).isEqualTo(404);
      assertThat(text(search)).contains("of-1").doesNotContain("of-2").doesNotContain("total");
    }
  }

  @Test
  void whatCannotBeReadInOneWayIsRefused() {
    try (ZeroTrust zeroTrust = protection()) {
      Guarded guarded = answer(zeroTrust, patientToken("1"), "/fhir/Patient/2/..;/1");

      assertThat(guarded.response().status()).isEqualTo(400);
    }
  }

  @Test
  void aNurseWithoutMfaIsAskedToStepUp() {
    ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(TrustedIssuer.of(ISSUER, FHIR_BASE).jwksUri(jwksUri))
            .fhirServer("/fhir", FHIR_BASE)
            .auditIn(auditDirectory)
            .requireMfa(MfaRule.required().orAcr("urn:example:mfa").maxAge(Duration.ofHours(8)))
            .clock(clock)
            .build();
    try (zeroTrust) {
      String token = issuer.mint(t -> t.audience(FHIR_BASE).scope("user/*.rs"));

      Guarded guarded = answer(zeroTrust, token, "/fhir/Observation/of-1");

      assertThat(guarded.response().status()).isEqualTo(401);
      assertThat(guarded.response().header("WWW-Authenticate"))
          .hasValueSatisfying(
              challenge ->
                  assertThat(challenge)
                      .contains("insufficient_user_authentication")
                      .contains("acr_values=\"urn:example:mfa\"")
                      .contains("max_age=\"28800\""));
    }
  }

  @Test
  void anObservedRuleSaysWhatItWouldHaveDenied() {
    ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(TrustedIssuer.of(ISSUER, FHIR_BASE).jwksUri(jwksUri))
            .fhirServer("/fhir", FHIR_BASE)
            .auditIn(auditDirectory)
            .requireMfa(MfaRule.required())
            .mode(Check.MFA, Mode.OBSERVE)
            .clock(clock)
            .build();
    try (zeroTrust) {
      String token = issuer.mint(t -> t.audience(FHIR_BASE).scope("user/*.rs"));

      Guarded guarded = answer(zeroTrust, token, "/fhir/Observation/of-1");

      assertThat(explanation(guarded))
          .contains("identity: would deny")
          .contains("device: not configured")
          .contains("application: passed")
          .contains("data: not configured");
    }
  }

  @Test
  void theLogIsVerifiedAndReadWithoutTheApplication() throws Exception {
    try (ZeroTrust zeroTrust = protection()) {
      answer(zeroTrust, patientToken("1"), "/fhir/Observation/of-1");
      answer(zeroTrust, patientToken("1"), "/fhir/Condition/of-1");
    }

    VerificationReport report = AuditVerifier.verify(auditDirectory);

    assertThat(report.intact()).as(report.describe()).isTrue();
    assertThat(report.permits()).isEqualTo(1);
    assertThat(report.denials()).isEqualTo(1);
    assertThat(report.unclosed()).isZero();
    StringBuilder out = new StringBuilder();
    AuditReader.forEach(
        auditDirectory, entry -> out.append(entry.record().describe()).append('\n'));
    assertThat(out).contains("decision").contains("release").doesNotContain("of-1");
  }

  private ZeroTrust protection() {
    return ZeroTrust.builder()
        .trustIssuer(TrustedIssuer.of(ISSUER, FHIR_BASE).jwksUri(jwksUri))
        .fhirServer("/fhir", FHIR_BASE)
        .auditIn(auditDirectory)
        .clock(clock)
        .build();
  }

  private Guarded answer(ZeroTrust zeroTrust, String token, String pathAndQuery) {
    RequestContext context =
        new RequestContext(UUID.randomUUID().toString(), PEER, clock.instant());
    try {
      Attempt attempt =
          new Attempt(
              Credentials.bearer(token),
              context,
              CanonicalRequest.parse(HttpMethod.GET, pathAndQuery));
      return zeroTrust.guard(attempt, clearance -> store(clearance.toPerform()));
    } catch (RequestRefusedException e) {
      return zeroTrust.refuse(context, e);
    }
  }

  /** A store that is careless on purpose: it finds by id, and to every search it gives all. */
  private static Response store(CanonicalRequest request) {
    List<String> path = request.path().segments();
    return path.size() == 3
        ? Response.json(200, observation(path.get(2)))
        : Response.json(
            200,
            "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":2,\"entry\":["
                + "{\"resource\":"
                + observation("of-1")
                + ",\"search\":{\"mode\":\"match\"}},"
                + "{\"resource\":"
                + observation("of-2")
                + ",\"search\":{\"mode\":\"match\"}}]}");
  }

  private static String observation(String id) {
    String patient = id.substring("of-".length());
    return "{\"resourceType\":\"Observation\",\"id\":\""
        + id
        + "\",\"status\":\"final\","
        + "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\"}]},"
        + "\"subject\":{\"reference\":\"Patient/"
        + patient
        + "\"}}";
  }

  private String patientToken(String patient) {
    return issuer.mint(
        token -> token.audience(FHIR_BASE).scope("patient/Observation.rs").patient(patient));
  }

  private static String explanation(Guarded guarded) {
    return guarded
        .outcome()
        .fold(
            permit -> permit.explanation().describe(),
            denial -> denial.explanation().describe(),
            rejection -> "",
            publicAccess -> "");
  }

  private static String text(Guarded guarded) {
    return new String(guarded.response().body(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
