package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Check;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Mode;
import org.ztclinical.access.Permit;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.TrustedIssuer;

/** One request through all stages: what runs, what leaves, what is in the log. */
class WalkTest {
  private static final UnaryOperator<TestToken> PATIENT_123 = token -> token.patient("123");

  @TempDir Path directory;

  @Test
  void aPermittedReadIsRecordedBeforeAndAfterTheWork() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      Guarded guarded = clinic.get(clinic.token("user/Patient.rs", t -> t), "/fhir/Patient/123");

      assertThat(guarded.outcome()).isInstanceOf(Permit.class);
      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(guarded.response().header("Cache-Control")).hasValue("no-store");
      assertThat(clinic.log())
          .anyMatch(line -> line.contains(" decision ") && line.contains("permit"))
          .anyMatch(line -> line.contains(" release ") && line.contains("Patient:1"));
      assertThat(clinic.verify().intact()).isTrue();
    }
  }

  @Test
  void withoutACredentialNothingRuns() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      Guarded guarded = clinic.get("", "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(401);
      assertThat(guarded.response().header("WWW-Authenticate"))
          .hasValue("Bearer, DPoP algs=\"ES256 ES384 PS256 RS256\"");
      assertThat(clinic.runs).hasValue(0);
      assertThat(clinic.rejections()).anyMatch(line -> line.contains("request.credential-missing"));
    }
  }

  @Test
  void aForeignTokenIsTaughtNothing() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String token = clinic.issuer.mint(t -> t.audience("https://other.example"));

      Guarded guarded = clinic.get(token, "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(401);
      assertThat(guarded.response().header("WWW-Authenticate"))
          .hasValue("Bearer error=\"invalid_token\", DPoP algs=\"ES256 ES384 PS256 RS256\"");
      assertThat(text(guarded)).doesNotContain("audience");
      assertThat(clinic.rejections()).anyMatch(line -> line.contains("token."));
    }
  }

  @Test
  void anotherPatientReadsLikeNobody() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String token = clinic.token("patient/*.rs", PATIENT_123);
      clinic.answering("{\"resourceType\":\"Patient\",\"id\":\"456\"}");

      Guarded other = clinic.get(token, "/fhir/Patient/456");
      Guarded nobody = clinic.get(token, "/fhir/Patient/nobody");

      assertThat(other.response().status()).isEqualTo(nobody.response().status());
      assertThat(text(other)).isEqualTo(text(nobody)).doesNotContain("456");
    }
  }

  @Test
  void aResourceOfAnotherPatientNeverLeaves() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.answering(
          "{\"resourceType\":\"Observation\",\"id\":\"o\",\"subject\":{\"reference\":\"Patient/456\"}}");

      Guarded guarded =
          clinic.get(clinic.token("patient/Observation.r", PATIENT_123), "/fhir/Observation/o");

      assertThat(guarded.response().status()).isEqualTo(404);
      assertThat(text(guarded)).doesNotContain("456");
      assertThat(clinic.log())
          .anyMatch(line -> line.contains(" release ") && line.contains("withheld=1"));
    }
  }

  @Test
  void aSearchIsNarrowedAndItsAnswerChecked() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":2,\"entry\":["
              + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"a\",\"subject\":{\"reference\":\"Patient/123\"}}},"
              + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"b\",\"subject\":{\"reference\":\"Patient/456\"}}}]}");

      Guarded guarded =
          clinic.get(clinic.token("patient/Observation.s", PATIENT_123), "/fhir/Observation");

      assertThat(text(guarded)).contains("Patient/123").doesNotContain("456", "total");
      assertThat(clinic.performed.get(0).path().text()).isEqualTo("/fhir/Observation");
    }
  }

  @Test
  void askingForAnotherPatientLeavesThatPatientInTheLogThoughItIsRefused() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String other = clinic.zeroTrust.audit().pseudonyms().patient("456").toString();

      clinic.get(
          clinic.token("patient/Observation.rs", PATIENT_123),
          "/fhir/Observation?subject=Patient/456");

      assertThat(clinic.log())
          .anyMatch(line -> line.contains("denied") && line.contains("patients=" + other));
    }
  }

  @Test
  void aDeniedWriteDoesNotRun() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      Guarded guarded =
          clinic.send(
              HttpMethod.POST,
              clinic.token("user/Observation.rs", t -> t),
              "/fhir/Observation",
              json("{\"resourceType\":\"Observation\"}"));

      assertThat(guarded.outcome()).isInstanceOf(Denial.class);
      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(guarded.response().header("WWW-Authenticate"))
          .hasValue("Bearer error=\"insufficient_scope\"");
      assertThat(clinic.runs).hasValue(0);
      assertThat(clinic.log()).anyMatch(line -> line.contains("denied"));
    }
  }

  @Test
  void weakAuthenticationIsChallengedBeforeScopesAreAsked() throws Exception {
    try (Clinic clinic =
        new Clinic(directory, settings -> settings.requireMfa(MfaRule.required()))) {
      Guarded weak = clinic.get(clinic.token("openid", t -> t), "/fhir/Patient/123");
      Guarded strong = clinic.get(clinic.token("user/*.rs", TestToken::mfa), "/fhir/Patient/123");

      assertThat(weak.response().status()).isEqualTo(401);
      assertThat(weak.response().header("WWW-Authenticate").orElse(""))
          .contains("insufficient_user_authentication");
      assertThat(strong.response().status()).isEqualTo(200);
      assertThat(clinic.log()).anyMatch(line -> line.contains("step-up"));
    }
  }

  @Test
  void anObservedCheckPermitsAndSaysWhatItWouldHaveDone() throws Exception {
    try (Clinic clinic =
        new Clinic(
            directory,
            settings -> settings.requireMfa(MfaRule.required()).mode(Check.MFA, Mode.OBSERVE))) {
      Guarded guarded = clinic.get(clinic.token("user/*.rs", t -> t), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(((Permit) guarded.outcome()).explanation().of(Layer.IDENTITY).verdict())
          .isEqualTo(Verdict.WOULD_DENY);
      assertThat(clinic.log())
          .anyMatch(line -> line.contains("identity.") && line.contains("permit"));
    }
  }

  @Test
  void layersWithoutRulesSayThatTheyAreNotConfigured() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      Guarded guarded = clinic.get(clinic.token("user/*.rs", t -> t), "/fhir/Patient/123");

      Permit permit = (Permit) guarded.outcome();
      assertThat(permit.explanation().of(Layer.DEVICE).verdict()).isEqualTo(Verdict.NOT_CONFIGURED);
      assertThat(permit.explanation().of(Layer.NETWORK).verdict())
          .isEqualTo(Verdict.NOT_CONFIGURED);
      assertThat(permit.explanation().of(Layer.DATA).verdict()).isEqualTo(Verdict.NOT_CONFIGURED);
      assertThat(clinic.zeroTrust.health().layers()).contains("device: not configured");
    }
  }

  @Test
  void aClosedAuditLogMeansNoAccess() throws Exception {
    Clinic clinic = new Clinic(directory, settings -> settings);
    clinic.zeroTrust.close();

    Guarded guarded = clinic.get(clinic.token("user/*.rs", t -> t), "/fhir/Patient/123");

    assertThat(guarded.response().status()).isEqualTo(503);
    assertThat(clinic.runs).hasValue(0);
  }

  @Test
  void aFailureOfTheApplicationIsAuditedAndToldWithoutItsWords() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.working(
          clearance -> {
            throw new IllegalStateException("Patient Smith");
          });

      Guarded guarded = clinic.get(clinic.token("user/*.rs", t -> t), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(500);
      assertThat(text(guarded)).doesNotContain("Smith");
      assertThat(clinic.log())
          .anyMatch(line -> line.contains(" release ") && line.contains("aborted"));
    }
  }

  @Test
  void aPublicRouteNeedsNoCredentialAndIsRecorded() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.answering("{\"resourceType\":\"CapabilityStatement\"}");

      Guarded guarded = clinic.get("", "/fhir/metadata");

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(clinic.rejections())
          .anyMatch(line -> line.contains(" public ") && line.contains("/fhir/metadata"));
    }
  }

  @Test
  void whatNoRouteLeadsToIsAbsent() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String token = clinic.token("user/*.cruds", t -> t);

      assertThat(clinic.get(token, "/admin").response().status()).isEqualTo(404);
      assertThat(clinic.get(token, "/fhirx/Patient/1").response().status()).isEqualTo(404);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void anUnclassifiableRequestIsADenialInTheLog() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      Guarded guarded =
          clinic.get(clinic.token("user/*.cruds", t -> t), "/fhir/NoSuchType/1/2/3/4");

      assertThat(guarded.response().status()).isEqualTo(400);
      assertThat(clinic.runs).hasValue(0);
      assertThat(clinic.log()).anyMatch(line -> line.contains("unclassified"));
    }
  }

  @Test
  void nothingOfPatientOrTokenIsPrintedByAnyValue() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String token =
          clinic.token("user/*.rs", t -> t.subject("smith").fhirUser("Practitioner/smith"));

      Guarded guarded = clinic.get(token, "/fhir/Patient/canary-id?name=canary-name");
      String printed =
          guarded + " " + guarded.outcome() + " " + guarded.response() + clinic.zeroTrust.health();

      assertThat(printed).doesNotContain("canary", "smith", token);
      assertThat(String.join("\n", clinic.log())).doesNotContain("canary", "smith", token);
    }
  }

  @Test
  void anExpiredTokenIsRefusedThoughItsFactsAreCached() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String token = clinic.token("user/*.rs", t -> t);
      assertThat(clinic.get(token, "/fhir/Patient/123").response().status()).isEqualTo(200);

      clinic.clock.advance(Duration.ofMinutes(10));

      assertThat(clinic.get(token, "/fhir/Patient/123").response().status()).isEqualTo(401);
    }
  }

  @Test
  void misconfigurationIsNamedWithItsRemedy() {
    assertThatThrownBy(() -> ZeroTrust.builder().build()).hasMessageContaining("trustIssuer");
    assertThatThrownBy(() -> ZeroTrust.builder().publicRoute(HttpMethod.GET, "/health"))
        .hasMessageContaining("fhirServer");
    assertThatThrownBy(() -> ZeroTrust.builder().fhirServer("fhir", "https://x.example/fhir"))
        .hasMessageContaining("slash");
    assertThatThrownBy(
            () ->
                ZeroTrust.builder().fhirServer("/fhir", "https://x.example/fhir").allowOrigin("*"))
        .hasMessageContaining("wildcards");
  }

  @Test
  void twoAuditLogsAreOneTooMany() throws Exception {
    try (AuditLog open = AuditLog.open(AuditConfig.at(directory.resolve("open")).build())) {
      ZeroTrustBuilder builder =
          ZeroTrust.builder()
              .trustIssuer(TrustedIssuer.of("https://issuer.example", "https://x.example/fhir"))
              .fhirServer("/fhir", "https://x.example/fhir")
              .auditIn(directory.resolve("own"))
              .audit(open);

      assertThatThrownBy(builder::build).hasMessageContaining("either audit(log)");
    }
  }

  @Test
  void aBrowserPageOfAnAllowedOriginMayReadRefusals() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      assertThat(clinic.get("", "/fhir/Patient/1").response().header("Access-Control-Allow-Origin"))
          .isEmpty();
    }
  }

  @Test
  void workThatAnswersNullIsAFailure() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      clinic.working(clearance -> (Response) null);

      assertThat(
              clinic
                  .get(clinic.token("user/*.rs", t -> t), "/fhir/Patient/123")
                  .response()
                  .status())
          .isEqualTo(500);
    }
  }
}
