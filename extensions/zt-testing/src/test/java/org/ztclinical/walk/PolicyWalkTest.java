package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Check;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Mode;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.TestToken;

/** Policies in the walk of a request: what they are asked, and what their answer does. */
class PolicyWalkTest extends PolicyWalk {
  private static final String PHYSICIANS_READ =
      """
      @id("physicians-read")
      permit (
        principal in Clinical::Role::"physician",
        action in Fhir::Action::"read-like",
        resource
      );
      """;
  private static final String MFA =
      """
      @id("mfa")
      @reason("patient records need two factors")
      forbid (principal, action, resource) unless { context.authentication.mfa };
      """;
  private static final UnaryOperator<TestToken> PHYSICIAN = withRole("physician");

  @Test
  void withoutPoliciesTheDataLayerIsNotConfigured() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      Guarded guarded = clinic.get(clinic.token("user/*.rs", PHYSICIAN), "/fhir/Patient/123");

      assertThat(data(guarded).verdict()).isEqualTo(Verdict.NOT_CONFIGURED);
      assertThat(clinic.zeroTrust.health().policies()).isEmpty();
    }
  }

  @Test
  void whatAPolicyPermitsIsPermittedByIt() throws Exception {
    try (Clinic clinic = clinic(PHYSICIANS_READ)) {
      Guarded guarded = clinic.get(clinic.token("user/*.rs", PHYSICIAN), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(data(guarded).verdict()).isEqualTo(Verdict.PASSED);
      assertThat(((Permit) guarded.outcome()).decidedBy().policies())
          .containsExactly("physicians-read");
    }
  }

  @Test
  void whatNoPolicyPermitsIsDenied() throws Exception {
    try (Clinic clinic = clinic(PHYSICIANS_READ)) {
      Guarded guarded =
          clinic.get(clinic.token("user/*.rs", withRole("nurse")), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(guarded.response().header("WWW-Authenticate")).isEmpty();
      assertThat(text(guarded)).contains("no policy permits this");
      assertThat(data(guarded).reasons())
          .extracting(r -> r.code().code())
          .containsExactly("policy.no-policy");
      assertThat(clinic.runs).hasValue(0);
      assertThat(clinic.log()).anyMatch(line -> line.contains("data=denied(policy.no-policy)"));
    }
  }

  @Test
  void aForbidDeniesByNameAndReasonWhateverIsPermitted() throws Exception {
    String forbid =
        """
        @id("no-patients-today")
        @reason("the archive is closed")
        forbid (principal, action, resource is Fhir::Patient);
        """;
    try (Clinic clinic = clinic(PHYSICIANS_READ, forbid)) {
      String token = clinic.token("user/*.rs", PHYSICIAN);

      Guarded patient = clinic.get(token, "/fhir/Patient/123");

      assertThat(patient.response().status()).isEqualTo(403);
      assertThat(text(patient)).doesNotContain("archive");
      assertThat(data(patient).reasons().get(0).text())
          .isEqualTo("a policy forbids this: no-patients-today: the archive is closed");
      assertThat(data(patient).decidedBy().policies()).containsExactly("no-patients-today");
      assertThat(clinic.get(token, "/fhir/Observation/1").outcome()).isInstanceOf(Permit.class);
    }
  }

  @Test
  void aForbidThatCannotBeEvaluatedForbids() throws Exception {
    String overflow =
        """
        @id("overflow")
        @reason("never meant to hold")
        forbid (principal, action, resource)
        when { context.time has hour && context.time.hour + 9223372036854775807 < 0 };
        """;
    try (Clinic clinic = clinic(atWork(), PHYSICIANS_READ, overflow)) {
      Guarded guarded = clinic.get(clinic.token("user/*.rs", PHYSICIAN), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(data(guarded).reasons())
          .extracting(reason -> reason.code().code())
          .containsExactly("policy.policy-failed");
      assertThat(data(guarded).reasons().get(0).detail()).startsWith("overflow: ");
    }
  }

  @Test
  void aDenialThatStrongerAuthenticationWouldLiftAsksForIt() throws Exception {
    try (Clinic clinic = clinic(PHYSICIANS_READ, MFA)) {
      Guarded weak = clinic.get(clinic.token("user/*.rs", PHYSICIAN), "/fhir/Patient/123");
      Guarded strong =
          clinic.get(clinic.token("user/*.rs", t -> PHYSICIAN.apply(t).mfa()), "/fhir/Patient/123");

      assertThat(weak.response().status()).isEqualTo(401);
      assertThat(weak.response().header("WWW-Authenticate"))
          .hasValue("Bearer error=\"insufficient_user_authentication\"");
      assertThat(data(weak).reasons())
          .extracting(reason -> reason.code().code())
          .containsExactly("policy.stronger-authentication", "policy.forbidden");
      assertThat(strong.response().status()).isEqualTo(200);
    }
  }

  @Test
  void theLeastThatWouldDoIsAskedFor() throws Exception {
    String fresh =
        """
        @id("fresh")
        @reason("deleting needs a login of the last five minutes")
        forbid (principal, action == Fhir::Action::"delete", resource)
        unless {
          context.authentication has age && context.authentication.age <= duration("5m")
        };
        @id("physicians-delete")
        permit (
          principal in Clinical::Role::"physician",
          action == Fhir::Action::"delete",
          resource
        );
        @id("keys")
        @reason("creating needs a security key")
        forbid (principal, action == Fhir::Action::"create", resource)
        unless { context.authentication.phishingResistant };
        @id("physicians-create")
        permit (
          principal in Clinical::Role::"physician",
          action == Fhir::Action::"create",
          resource
        );
        """;
    UnaryOperator<ZeroTrustBuilder> acr =
        settings -> settings.requireMfa(MfaRule.required().orAcr("urn:example:mfa"));
    try (Clinic clinic = clinic(acr, PHYSICIANS_READ, fresh)) {
      String token =
          clinic.token("user/*.cruds", t -> PHYSICIAN.apply(t).mfa().without("auth_time"));

      Guarded delete = clinic.send(HttpMethod.DELETE, token, "/fhir/Observation/1", Body.none());
      Guarded create =
          clinic.send(
              HttpMethod.POST,
              token,
              "/fhir/Organization",
              json("{\"resourceType\":\"Organization\",\"name\":\"x\"}"));

      assertThat(delete.response().header("WWW-Authenticate").orElse(""))
          .contains("acr_values=\"urn:example:mfa\"", "max_age=\"0\"");
      assertThat(create.response().header("WWW-Authenticate").orElse(""))
          .contains("acr_values=\"phr phrh\"")
          .doesNotContain("max_age");
    }
  }

  @Test
  void aDenialThatNoAuthenticationWouldLiftAsksForNone() throws Exception {
    try (Clinic clinic = clinic(PHYSICIANS_READ, MFA)) {
      Guarded nurse = clinic.get(clinic.token("user/*.rs", withRole("nurse")), "/fhir/Patient/123");

      assertThat(nurse.response().status()).isEqualTo(403);
      assertThat(((Denial) nurse.outcome()).challenge()).isEmpty();
    }
  }

  @Test
  void aServiceIsNeverAskedToAuthenticateAsAPerson() throws Exception {
    String services =
        """
        @id("services-read")
        permit (principal is Clinical::Service, action in Fhir::Action::"read-like", resource);
        """;
    try (Clinic clinic = clinic(services, MFA)) {
      String token = clinic.token("system/*.rs", t -> t.subject("batch").client("batch"));

      Guarded guarded = clinic.get(token, "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(((Denial) guarded.outcome()).challenge()).isEmpty();
    }
  }

  @Test
  void policiesThatOnlyObserveSayWhatTheyWouldDeny() throws Exception {
    UnaryOperator<ZeroTrustBuilder> observe = settings -> settings.mode(Check.POLICY, Mode.OBSERVE);
    try (Clinic clinic = clinic(observe, PHYSICIANS_READ)) {
      Guarded guarded =
          clinic.get(clinic.token("user/*.rs", withRole("nurse")), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(data(guarded).verdict()).isEqualTo(Verdict.WOULD_DENY);
      assertThat(clinic.zeroTrust.describe()).anyMatch(line -> line.contains("policies observed"));
    }
  }

  @Test
  void whatNoLayerFindsOutMatchesNoGoodValue() throws Exception {
    String healthy =
        """
        @id("healthy-devices")
        permit (principal, action, resource)
        when { context.device.posture == Clinical::Posture::"healthy" };
        @id("inside")
        permit (principal, action, resource)
        when { context.zones.client in Clinical::Zone::"radiology" };
        @id("treating")
        permit (principal, action, resource)
        when { context.relationship == Clinical::Relationship::"treating" };
        @id("consented")
        permit (principal, action, resource)
        when { context.consent == Clinical::Consent::"permit" };
        @id("at-work")
        permit (principal, action, resource)
        when { context.time.businessHours == Clinical::BusinessHours::"within" };
        """;
    try (Clinic clinic = clinic(healthy)) {
      Guarded guarded = clinic.get(clinic.token("user/*.rs", PHYSICIAN), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(403);
    }
  }

  @Test
  void aPatientSeesTheOwnRecordByPolicy() throws Exception {
    String own =
        """
        @id("own-record")
        permit (principal is Clinical::User, action in Fhir::Action::"read-like", resource)
        when {
          principal has patient && resource has patient && resource.patient == principal.patient
        };
        """;
    try (Clinic clinic = clinic(own)) {
      String token = clinic.token("user/*.rs", t -> t.fhirUser("Patient/123"));
      String elsewhere =
          clinic.token("user/*.rs", t -> t.fhirUser("https://other.example/fhir/Patient/123"));

      assertThat(clinic.get(token, "/fhir/Patient/123").response().status()).isEqualTo(200);
      assertThat(clinic.get(token, "/fhir/Patient/124").response().status()).isEqualTo(403);
      assertThat(clinic.get(elsewhere, "/fhir/Patient/123").response().status()).isEqualTo(403);
    }
  }

  @Test
  void policiesThatCannotBeUsedFailTheStartWithFileAndLine() {
    assertThatThrownBy(() -> clinic("permit (principal, action, resource)\nwhen { true };"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("policy0.cedar:1:1: every policy has a name");
    assertThatThrownBy(
            () ->
                clinic(
                    "@id(\"typo\")\npermit (principal, action, resource)\n"
                        + "when { context.device.posture == Clinical::Posture::\"healty\" };"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("policy0.cedar:")
        .hasMessageContaining("typo");
  }
}
