package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.ztclinical.walk.Clinic.text;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.Check;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Mode;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.TestToken;

/**
 * Routes that are not FHIR, in the walk of a request: decided, recorded, and otherwise left alone.
 */
class RouteWalkTest {
  private static final AppRoute LETTER =
      AppRoute.of(HttpMethod.GET, "/patients/{patient}/letters/{letter}")
          .action("viewLetter")
          .resource("Letter", "letter")
          .patient("patient");
  private static final AppRoute REPORT =
      AppRoute.of(HttpMethod.GET, "/reports/{report}")
          .action("viewReport")
          .resource("Report", "report")
          .requireScope("reports.read");
  private static final String CLERKS =
      """
      @id("clerks-view-reports")
      permit (
        principal in Clinical::Role::"clerk",
        action == App::Action::"viewReport",
        resource is App::Report
      );
      """;
  private static final String OWN_LETTERS =
      """
      @id("own-letters")
      permit (
        principal is Clinical::User,
        action == App::Action::"viewLetter",
        resource is App::Letter
      )
      when { principal has patient && resource has patient && resource.patient == principal.patient };
      """;
  private static final UnaryOperator<TestToken> CLERK = token -> token.roles("clerk");
  private static final UnaryOperator<TestToken> PATIENT = token -> token.fhirUser("Patient/123");

  @TempDir Path directory;

  @Test
  void aRouteIsDecidedByThePolicyThatNamesItsAction() throws Exception {
    try (Clinic clinic = clinic(CLERKS)) {
      clinic.working(clearance -> Response.json(200, "{\"anything\":1}"));
      Guarded guarded = clinic.get(clinic.token("reports.read", CLERK), "/reports/7?page=2");

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(text(guarded)).isEqualTo("{\"anything\":1}");
      assertThat(guarded.response().header("Cache-Control")).contains("no-store");
      assertThat(clinic.performed.get(0).path().text()).isEqualTo("/reports/7");
      assertThat(clinic.performed.get(0).query().all("page")).containsExactly("2");
      assertThat(((Decision) guarded.outcome()).decidedBy().policies())
          .containsExactly("clerks-view-reports");
    }
  }

  @Test
  void aRouteThatNoPolicyPermitsIsDeniedAndTheWorkDoesNotRun() throws Exception {
    try (Clinic clinic = clinic(CLERKS)) {
      Guarded nurse = clinic.get(clinic.token("reports.read", t -> t), "/reports/7");
      Guarded letter = clinic.get(clinic.token("reports.read", CLERK), "/patients/1/letters/1");

      assertThat(nurse.response().status()).isEqualTo(403);
      assertThat(letter.response().status()).isEqualTo(403);
      assertThat(text(nurse)).contains("no policy permits this");
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void policiesSeeThePatientWhomThePathNames() throws Exception {
    try (Clinic clinic = clinic(OWN_LETTERS)) {
      String token = clinic.token("openid", PATIENT);

      assertThat(clinic.get(token, "/patients/123/letters/1").response().status()).isEqualTo(200);
      assertThat(clinic.get(token, "/patients/456/letters/1").response().status()).isEqualTo(403);
      assertThat(clinic.runs).hasValue(1);
    }
  }

  @Test
  void whatIsNotDeclaredIsUnknownToEverybody() throws Exception {
    try (Clinic clinic = clinic(CLERKS)) {
      String token = clinic.token("reports.read", CLERK);

      assertThat(clinic.get(token, "/reports").response().status()).isEqualTo(404);
      assertThat(clinic.get(token, "/reports/7/pages").response().status()).isEqualTo(404);
      assertThat(clinic.send(HttpMethod.POST, token, "/reports/7", Body.none()).response().status())
          .isEqualTo(404);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void nobodyComesByARouteWithoutATokenOrWithoutTheScopeThatItRequires() throws Exception {
    try (Clinic clinic = clinic(CLERKS)) {
      Guarded stranger = clinic.get("", "/reports/7");
      Guarded without = clinic.get(clinic.token("reports.write user/*.rs", CLERK), "/reports/7");

      assertThat(stranger.response().status()).isEqualTo(401);
      assertThat(without.response().status()).isEqualTo(403);
      assertThat(without.response().header("WWW-Authenticate"))
          .contains("Bearer error=\"insufficient_scope\"");
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void theRuleAboutSeveralFactorsHoldsOnRoutes() throws Exception {
    try (Clinic clinic = clinic(settings -> settings.requireMfa(MfaRule.required()), CLERKS)) {
      Guarded weak = clinic.get(clinic.token("reports.read", CLERK), "/reports/7");

      assertThat(weak.response().status()).isEqualTo(401);
      assertThat(weak.response().header("WWW-Authenticate"))
          .hasValueSatisfying(
              said -> assertThat(said).contains("insufficient_user_authentication"));
    }
  }

  @Test
  void aPolicyThatWantsStrongerAuthenticationAsksForIt() throws Exception {
    String mfa =
        """
        @id("mfa")
        @reason("reports need two factors")
        forbid (principal, action == App::Action::"viewReport", resource)
        unless { context.authentication.mfa };
        """;
    try (Clinic clinic = clinic(CLERKS, mfa)) {
      Guarded weak = clinic.get(clinic.token("reports.read", CLERK), "/reports/7");

      assertThat(weak.response().status()).isEqualTo(401);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void aForbidThatCannotBeEvaluatedForbids() throws Exception {
    String failing =
        """
        @id("fails")
        @reason("one too many")
        forbid (principal, action == App::Action::"viewReport", resource)
        when { context.time has hour && context.time.hour + 1 + 9223372036854775807 < 0 };
        """;
    UnaryOperator<ZeroTrustBuilder> hours =
        settings ->
            settings.businessHours(
                BusinessHours.weekdays(ZoneOffset.UTC, LocalTime.of(8, 0), LocalTime.of(18, 0)));
    try (Clinic clinic = clinic(hours, CLERKS, failing)) {
      Guarded guarded = clinic.get(clinic.token("reports.read", CLERK), "/reports/7");

      assertThat(guarded.response().status()).isEqualTo(403);
    }
  }

  @Test
  void policiesEnforceOnRoutesAlsoWhereTheyOnlyObserve() throws Exception {
    try (Clinic clinic = clinic(settings -> settings.mode(Check.POLICY, Mode.OBSERVE), CLERKS)) {
      Guarded route = clinic.get(clinic.token("reports.read", t -> t), "/reports/7");
      Guarded fhir = clinic.get(clinic.token("user/*.rs", t -> t), "/fhir/Patient/123");

      assertThat(route.response().status()).isEqualTo(403);
      assertThat(fhir.response().status()).isEqualTo(200);
    }
  }

  @Test
  void decisionAndReleaseAreRecordedWithTheActionTheTypeAndPseudonyms() throws Exception {
    try (Clinic clinic = clinic(OWN_LETTERS)) {
      clinic.get(clinic.token("openid", PATIENT), "/patients/123/letters/secret-letter");

      List<String> log = clinic.log();
      assertThat(log).anyMatch(line -> line.contains("viewLetter") && line.contains("App::Letter"));
      assertThat(log).noneMatch(line -> line.contains("secret-letter") || line.contains("/123"));
      assertThat(log).filteredOn(line -> line.contains(" decision ")).hasSize(1);
      assertThat(log).filteredOn(line -> line.contains(" release ")).hasSize(1);
      assertThat(log).noneMatch(line -> line.contains("not-told-by-request"));
      assertThat(clinic.verify().intact()).isTrue();
    }
  }

  @Test
  void headAnswersWithoutABody() throws Exception {
    try (Clinic clinic = clinic(CLERKS)) {
      Guarded head =
          clinic.send(
              HttpMethod.HEAD, clinic.token("reports.read", CLERK), "/reports/7", Body.none());

      assertThat(head.response().status()).isEqualTo(200);
      assertThat(head.response().body()).isEmpty();
    }
  }

  @Test
  void pagesOfAnAllowedOriginMayAskForARoute() throws Exception {
    UnaryOperator<ZeroTrustBuilder> cors = settings -> settings.allowOrigin("https://app.example");
    Map<String, List<String>> preflight =
        Map.of(
            "Origin", List.of("https://app.example"),
            "Access-Control-Request-Method", List.of("GET"));
    try (Clinic clinic = clinic(cors, CLERKS)) {
      Guarded declared = clinic.send(HttpMethod.OPTIONS, "", "/reports/7", preflight, Body.none());
      Guarded unknown = clinic.send(HttpMethod.OPTIONS, "", "/secrets/7", preflight, Body.none());

      assertThat(declared.response().status()).isEqualTo(204);
      assertThat(unknown.response().status()).isEqualTo(404);
    }
  }

  @Test
  void routesWithoutPoliciesDoNotStart() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Clinic(directory, settings -> settings.route(REPORT)).close())
        .withMessageContaining("GET /reports/{report} viewReport")
        .withMessageContaining("call policies(source)")
        .withMessageContaining("publicRoute");
  }

  @Test
  void aPolicyThatNamesAnUndeclaredActionDoesNotLoad() {
    String misspelt = CLERKS.replace("viewReport", "viewReports");

    assertThatIllegalStateException()
        .isThrownBy(() -> clinic(misspelt).close())
        .withMessageContaining("test.cedar:1:1: policy clerks-view-reports")
        .withMessageContaining("viewReports");
  }

  @Test
  void aRouteBelowTheFhirBaseOrBesideAPublicOneDoesNotStart() {
    AppRoute below = AppRoute.of(HttpMethod.GET, "/fhir/{type}/report").action("viewReport");
    AppRoute open = AppRoute.of(HttpMethod.GET, "/health").action("viewHealth");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> clinic(settings -> settings.route(below), CLERKS).close())
        .withMessageContaining("below the FHIR base");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                clinic(
                        settings -> settings.route(open).publicRoute(HttpMethod.GET, "/health"),
                        CLERKS)
                    .close())
        .withMessageContaining("publicRoute");
  }

  @Test
  void fhirIsNeverAWideRoute() throws Exception {
    AppRoute wide = AppRoute.of(HttpMethod.GET, "/{a}/{b}/{c}").action("viewAnything");
    String all =
        """
        @id("all")
        permit (principal, action == App::Action::"viewAnything", resource);
        """;
    try (Clinic clinic = clinic(settings -> settings.route(wide), all)) {
      String token = clinic.token("openid", t -> t);

      assertThat(clinic.get(token, "/a/b/c").response().status()).isEqualTo(200);
      assertThat(clinic.get(token, "/fhir/Patient/123").response().status()).isEqualTo(403);
    }
  }

  private Clinic clinic(String... policies) {
    return clinic(settings -> settings, policies);
  }

  private Clinic clinic(UnaryOperator<ZeroTrustBuilder> more, String... policies) {
    PolicySource source =
        PolicySource.of(new PolicyText("test.cedar", String.join("\n", policies)));
    return new Clinic(
        directory, settings -> more.apply(settings.route(LETTER).route(REPORT).policies(source)));
  }
}
