package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.fhir.Interaction.READ;
import static org.ztclinical.testing.Caller.nurse;
import static org.ztclinical.testing.Caller.patientUser;
import static org.ztclinical.testing.Caller.person;
import static org.ztclinical.testing.Caller.physician;
import static org.ztclinical.testing.Caller.service;
import static org.ztclinical.testing.PatientRecord.patient;

import org.junit.jupiter.api.Test;
import org.ztclinical.access.AppRoute;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.HttpMethod;

/** Policies under test that decide about routes which are not FHIR. */
class PolicyFixtureRoutesTest {
  private static final String LETTERS =
      """
      @id("treating-physicians-view-letters")
      @obligation("notify")
      permit (
        principal in Clinical::Role::"physician",
        action == App::Action::"viewLetter",
        resource is App::Letter
      )
      when { context.relationship == Clinical::Relationship::"treating" };

      @id("own-letters")
      permit (principal, action == App::Action::"viewLetter", resource)
      when { principal has patient && resource has patient && resource.patient == principal.patient };

      @id("post-office-adds-letters")
      permit (principal is Clinical::Service, action == App::Action::"addLetter", resource);

      @id("physicians-list-letters")
      permit (
        principal in Clinical::Role::"physician",
        action == App::Action::"listLetters",
        resource
      );

      @id("letters-need-two-factors")
      @reason("letters need two factors")
      forbid (principal is Clinical::User, action == App::Action::"viewLetter", resource)
      unless { context.authentication.mfa };
      """;

  private final PolicyFixture policies =
      PolicyFixture.builder(PolicySource.of(new PolicyText("letters.cedar", LETTERS)))
          .route(
              AppRoute.of(HttpMethod.GET, "/patients/{patient}/letters/{letter}")
                  .action("viewLetter")
                  .resource("Letter", "letter")
                  .patient("patient"))
          .route(AppRoute.of(HttpMethod.POST, "/letters").action("addLetter").resource("Letter"))
          .route(
              AppRoute.of(HttpMethod.GET, "/letters")
                  .action("listLetters")
                  .resource("Letter")
                  .requireScope("letters.list"))
          .build();

  @Test
  void aRouteIsDecidedByItsActionAndByWhomItsPathNames() {
    AppCall letter = AppCall.get("/patients/p1/letters/7");

    policies
        .asks(physician().mfa().treating(), letter)
        .isPermittedBy("treating-physicians-view-letters")
        .obliges("notify");
    policies.asks(physician().mfa(), letter).isDeniedBecauseNoPolicyPermits();
    policies.asks(patientUser("p1").mfa(), letter).isPermittedBy("own-letters").obligesToNothing();
    policies.asks(patientUser("p2").mfa(), letter).isDeniedBecauseNoPolicyPermits();
    policies
        .asks(patientUser("p1"), letter)
        .isDeniedBy("letters-need-two-factors")
        .asksForStrongerAuthentication();
    policies
        .asks(nurse().mfa(), READ, "Observation", patient("p1"))
        .isDeniedBecauseNoPolicyPermits();
    policies.assertEveryPolicyIsExercised("post-office-adds-letters", "physicians-list-letters");
  }

  @Test
  void scopesThatTheRouteRequiresAreGrantedUnlessTheCallerSaysOthers() {
    AppCall list = AppCall.get("/letters");
    AppCall add = AppCall.send(HttpMethod.POST, "/letters");

    policies.asks(physician(), list).isPermittedBy("physicians-list-letters");
    policies.asks(physician().scopes("user/*.cruds"), list).isDeniedByScopes();
    policies.asks(service("post-office"), add).isPermittedBy("post-office-adds-letters");
    policies.asks(person(), add).isDeniedBecauseNoPolicyPermits();
  }

  @Test
  void aFailureSaysWhatWasAskedAndWhyNot() {
    assertThatThrownBy(
            () ->
                policies
                    .asks(physician().mfa(), AppCall.get("/patients/p1/letters/7"))
                    .isPermittedBy("treating-physicians-view-letters"))
        .hasMessageContaining("physician, mfa: GET /patients/p1/letters/7")
        .hasMessageContaining("policies were asked: viewLetter App::Letter of a known patient")
        .hasMessageContaining("(it is false)");
  }

  @Test
  void whatIsNotDeclaredCannotBeAskedAbout() {
    assertThatThrownBy(() -> policies.asks(nurse(), AppCall.get("/patients/p1/scans/7")))
        .hasMessageContaining("GET /patients/p1/scans/7: no route is declared there")
        .hasMessageContaining("GET /patients/{patient}/letters/{letter} viewLetter");
    assertThatThrownBy(() -> policies.asks(nurse(), AppCall.get("/patients/..%2f/letters/7")))
        .hasMessageContaining("more than one reading");
  }
}
