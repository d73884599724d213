package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.testing.TestToken;

/**
 * What policies are asked about, in the walk of a request: all that it touches, all that leaves.
 */
class PolicyReachWalkTest extends PolicyWalk {
  private static final String CLERKS_SEE_ENCOUNTERS =
      """
      @id("clerks-see-encounters")
      permit (
        principal in Clinical::Role::"clerk",
        action in Fhir::Action::"read-like",
        resource is Fhir::Encounter
      );
      """;

  private static final String PHYSICIANS_READ =
      """
      @id("physicians-read")
      permit (
        principal in Clinical::Role::"physician",
        action in Fhir::Action::"read-like",
        resource
      );
      """;
  private static final UnaryOperator<TestToken> PHYSICIAN = withRole("physician");

  @Test
  void everythingThatASearchTouchesMustBePermitted() throws Exception {
    try (Clinic clinic = clinic(CLERKS_SEE_ENCOUNTERS)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":1,\"entry\":[{\"resource\":"
              + "{\"resourceType\":\"Encounter\",\"id\":\"e1\"}}]}");
      String token = clinic.token("user/*.rs", withRole("clerk"));

      assertThat(clinic.get(token, "/fhir/Encounter").response().status()).isEqualTo(200);
      assertThat(clinic.get(token, "/fhir/Encounter?_include=Encounter:subject:Patient").outcome())
          .isInstanceOf(Denial.class);
      assertThat(clinic.get(token, "/fhir/Encounter?subject:Patient.name=x").outcome())
          .isInstanceOf(Denial.class);
      assertThat(clinic.get(token, "/fhir/Encounter?_has:Observation:encounter:code=x").outcome())
          .isInstanceOf(Denial.class);
      assertThat(clinic.get(token, "/fhir?_type=Encounter,Patient").outcome())
          .isInstanceOf(Denial.class);
    }
  }

  @Test
  void aResourceThatWasNotAskedForLeavesOnlyIfPoliciesPermitIt() throws Exception {
    try (Clinic clinic = clinic(CLERKS_SEE_ENCOUNTERS)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
              + "{\"resource\":{\"resourceType\":\"Encounter\",\"id\":\"e1\"}},"
              + "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"careless\"}}]}");

      Guarded guarded = clinic.get(clinic.token("user/*.rs", withRole("clerk")), "/fhir/Encounter");

      assertThat(text(guarded)).contains("e1").doesNotContain("careless");
      assertThat(clinic.log()).anyMatch(line -> line.contains("policy.not-released"));
    }
  }

  @Test
  void aPatientWhomAPolicyShieldsIsNotInTheAnswerOfABroadSearchNorItsTotal() throws Exception {
    String shield =
        """
        @id("shielded")
        @reason("the patient is shielded")
        forbid (principal, action, resource)
        when { resource has patient && resource.patient == Fhir::Patient::"vip" };
        """;
    try (Clinic clinic = clinic(PHYSICIANS_READ, shield)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":2,\"entry\":["
              + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o1\","
              + "\"subject\":{\"reference\":\"Patient/123\"}}},"
              + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o2\","
              + "\"subject\":{\"reference\":\"Patient/vip\"}}}]}");
      String token = clinic.token("user/*.rs", PHYSICIAN);

      Guarded broad = clinic.get(token, "/fhir/Observation");

      assertThat(text(broad)).contains("o1").doesNotContain("o2").doesNotContain("total");
      assertThat(clinic.get(token, "/fhir/Patient/vip").outcome()).isInstanceOf(Denial.class);
      assertThat(clinic.get(token, "/fhir/Observation?patient=vip").outcome())
          .isInstanceOf(Denial.class);
    }
  }

  @Test
  void policiesThatDoNotTellItsResourcesApartLeaveTheTotal() throws Exception {
    String aboutOthers =
        """
        @id("support")
        @reason("support sees no patients")
        forbid (principal in Clinical::Role::"support", action, resource)
        when { resource has patient };
        @id("groups")
        @reason("groups are closed")
        forbid (principal, action, resource)
        when { resource is Fhir::Group };
        """;
    try (Clinic clinic = clinic(PHYSICIANS_READ, aboutOthers)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":7,\"entry\":[]}");

      Guarded guarded = clinic.get(clinic.token("user/*.rs", PHYSICIAN), "/fhir/Observation");

      assertThat(text(guarded)).contains("\"total\":7");
    }
  }

  @Test
  void aBatchIsDecidedEntryByEntryAndATransactionAsAWhole() throws Exception {
    String bundles =
        """
        @id("bundles")
        permit (
          principal,
          action in [Fhir::Action::"batch", Fhir::Action::"transaction"],
          resource
        );
        @id("observations")
        permit (principal, action == Fhir::Action::"read", resource is Fhir::Observation);
        """;
    try (Clinic clinic = clinic(bundles)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[{\"resource\":"
              + "{\"resourceType\":\"Observation\",\"id\":\"o1\"},\"response\":{\"status\":\"200\"}}]}");
      String token = clinic.token("user/*.rs", PHYSICIAN);

      Guarded batch = clinic.send(HttpMethod.POST, token, "/fhir", json(bundle("batch")));
      Guarded transaction =
          clinic.send(HttpMethod.POST, token, "/fhir", json(bundle("transaction")));

      assertThat(batch.response().status()).isEqualTo(200);
      assertThat(text(batch)).contains("o1", "403 Forbidden");
      assertThat(data(batch).verdict()).isEqualTo(Verdict.NARROWED);
      assertThat(clinic.performed).hasSize(1);
      assertThat(transaction.response().status()).isEqualTo(403);
      assertThat(data(transaction).reasons())
          .extracting(reason -> reason.code().code())
          .contains("policy.entry-denied", "policy.no-policy");
    }
  }

  @Test
  void aBundleThatNoPolicyPermitsIsDeniedWhateverItsEntries() throws Exception {
    try (Clinic clinic = clinic(PHYSICIANS_READ)) {
      String token = clinic.token("user/*.rs", PHYSICIAN);

      Guarded batch = clinic.send(HttpMethod.POST, token, "/fhir", json(bundle("batch")));

      assertThat(batch.response().status()).isEqualTo(403);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void whoMayWriteAndNotReadIsNotShownWhatWasWritten() throws Exception {
    String writers =
        """
        @id("devices-write")
        permit (principal, action == Fhir::Action::"create", resource is Fhir::Observation);
        """;
    try (Clinic clinic = clinic(writers)) {
      clinic.working(
          clearance ->
              Response.json(
                  201, "{\"resourceType\":\"Observation\",\"id\":\"o9\",\"status\":\"final\"}"));
      String token = clinic.token("user/*.cruds", PHYSICIAN);

      Guarded guarded =
          clinic.send(
              HttpMethod.POST,
              token,
              "/fhir/Observation",
              json("{\"resourceType\":\"Observation\",\"status\":\"final\"}"));

      assertThat(guarded.response().status()).isEqualTo(201);
      assertThat(text(guarded)).doesNotContain("o9");
    }
  }

  @Test
  void aLaterPageIsDecidedByWhatItContinues() throws Exception {
    try (Clinic clinic = clinic(CLERKS_SEE_ENCOUNTERS)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\","
              + "\"url\":\"https://fhir.example/fhir?_getpages=tok-1&_getpagesoffset=1\"}],"
              + "\"entry\":[{\"resource\":{\"resourceType\":\"Encounter\",\"id\":\"e1\"}}]}");
      String token = clinic.token("user/*.rs", withRole("clerk"));

      clinic.get(token, "/fhir/Encounter?_count=1");
      Guarded second = clinic.get(token, "/fhir?_getpages=tok-1&_getpagesoffset=1");

      assertThat(second.response().status()).isEqualTo(200);
      assertThat(text(second)).contains("e1");
      assertThat(clinic.get(token, "/fhir?_type=Encounter").outcome()).isInstanceOf(Denial.class);
    }
  }

  @Test
  void anExportIsAskedAboutAsAnOperationAndForEveryType() throws Exception {
    String export =
        """
        @id("export-by-day")
        permit (
          principal in Clinical::Role::"registry",
          action == Fhir::Action::"operation",
          resource
        )
        when {
          context.operation == "export" &&
          context.time.businessHours == Clinical::BusinessHours::"within"
        };
        @id("registry-conditions")
        permit (
          principal in Clinical::Role::"registry",
          action == Fhir::Action::"search-type",
          resource is Fhir::Condition
        );
        """;
    UnaryOperator<ZeroTrustBuilder> settings =
        builder -> atWork().apply(builder).allowOperation(OperationRule.bulkExport());
    try (Clinic clinic = clinic(settings, export)) {
      clinic.working(clearance -> Response.empty(202));
      String token =
          clinic.token(
              "system/*.rs",
              t ->
                  withRole("registry")
                      .apply(t.subject("r").client("r").expiresIn(Duration.ofHours(20))));

      assertThat(clinic.get(token, "/fhir/$export?_type=Condition").outcome())
          .isInstanceOf(Permit.class);
      assertThat(clinic.get(token, "/fhir/$export").outcome()).isInstanceOf(Denial.class);

      clinic.clock.advance(Duration.ofHours(12));
      Guarded night = clinic.get(token, "/fhir/$export?_type=Condition");
      assertThat(night.outcome()).isInstanceOf(Denial.class);
    }
  }

  private static String bundle(String type) {
    return "{\"resourceType\":\"Bundle\",\"type\":\""
        + type
        + "\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Observation/o1\"}},"
        + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/123\"}}]}";
  }
}
