package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.ztclinical.fhir.Interaction.READ;
import static org.ztclinical.testing.Caller.nurse;
import static org.ztclinical.testing.Caller.patientUser;
import static org.ztclinical.testing.Caller.person;
import static org.ztclinical.testing.Caller.physician;
import static org.ztclinical.testing.PatientRecord.patient;
import static org.ztclinical.testing.TestDevice.managedDevice;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ztclinical.access.AppRoute;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.testing.AppCall;
import org.ztclinical.testing.PolicyFixture;
import org.ztclinical.testing.PolicyTable;

/**
 * The cases of docs/policy-cases.md, each a test; that each policy which ships decides one of them;
 * and the examples of the section on tests in docs/policies.md.
 */
class PolicyCasesPageTest {
  private static final Path ROOT = Path.of(System.getProperty("zt.root"));
  private static final PolicyTable PAGE = PolicyTable.read(ROOT.resolve("docs/policy-cases.md"));

  private static final String LETTERS =
      """
      @id("own-letters")
      permit (
        principal is Clinical::User,
        action == App::Action::"viewLetter",
        resource is App::Letter
      )
      when { principal has patient && resource has patient && resource.patient == principal.patient };
      """;

  private static final Map<String, PolicyFixture> SETS = sets();

  private static Map<String, PolicyFixture> sets() {
    Map<String, PolicyFixture> sets = new LinkedHashMap<>();
    List<PolicySource> clinic = new ArrayList<>(List.of(BaselinePolicies.standard()));
    clinic.add(PolicySource.directory(ROOT.resolve("samples/clinic/policies")));
    sets.put("Standard", fixture(BaselinePolicies.standard()));
    sets.put(
        "By relationship",
        fixture(
            BaselinePolicies.ESSENTIALS,
            BaselinePolicies.MFA,
            BaselinePolicies.BY_RELATIONSHIP,
            BaselinePolicies.BREAK_GLASS));
    sets.put("Administration", fixture(BaselinePolicies.ADMINISTRATION_WORKSTATION));
    sets.put("Zones", fixture(BaselinePolicies.ZONES));
    sets.put("The sample clinic", fixture(clinic.toArray(PolicySource[]::new)));
    return sets;
  }

  private static PolicyFixture fixture(PolicySource... sources) {
    return PolicyFixture.builder(sources)
        .businessHours(
            BusinessHours.weekdays(
                ZoneId.of("Europe/Vienna"), LocalTime.of(7, 0), LocalTime.of(19, 0)))
        .allowOperation(OperationRule.patientEverything())
        .allowOperation(OperationRule.bulkExport())
        .route(
            AppRoute.of(HttpMethod.GET, "/wristbands/{patient}")
                .action("printWristband")
                .resource("Wristband", "patient")
                .patient("patient"))
        .build();
  }

  @TestFactory
  Stream<DynamicTest> whatThePageSaysIsDecided() {
    return SETS.entrySet().stream()
        .flatMap(
            set ->
                PAGE.under(set.getKey()).cases().stream()
                    .map(
                        one ->
                            dynamicTest(
                                set.getKey() + ": " + one.name(),
                                () -> one.check(set.getValue()))));
  }

  @Test
  void eachPolicyThatShipsDecidesACase() {
    Set<String> shipped = new TreeSet<>();
    Set<String> decided = new TreeSet<>();
    SETS.forEach(
        (heading, policies) -> {
          PAGE.under(heading).cases().forEach(one -> one.check(policies));
          shipped.addAll(policies.ids());
          policies.ids().stream()
              .filter(id -> !policies.notExercised().contains(id))
              .forEach(decided::add);
        });

    assertThat(decided).isEqualTo(shipped);
  }

  /** No file is forgotten. */
  @Test
  void everyFileOfTheBaselineIsInASet() {
    Set<String> inSets = new TreeSet<>();
    SETS.values().forEach(policies -> inSets.addAll(policies.ids()));

    for (BaselinePolicies file : BaselinePolicies.values()) {
      assertThat(inSets).containsAll(PolicyFixture.of(file).ids());
    }
  }

  @Test
  void everyCaseOfThePageIsUnderASet() {
    int checked =
        SETS.keySet().stream().mapToInt(heading -> PAGE.under(heading).cases().size()).sum();

    assertThat(PAGE.cases()).hasSize(checked);
  }

  @Test
  void policiesThatShipHaveNoWarnings() {
    SETS.values().forEach(policies -> assertThat(policies.warnings()).isEmpty());
  }

  @Test
  void theExampleOfThePage() {
    PolicyFixture policies =
        PolicyFixture.of(BaselinePolicies.MFA, BaselinePolicies.BY_RELATIONSHIP);

    policies
        .asks(physician().mfa().treating(), READ, "Observation", patient("p1"))
        .isPermittedBy("treating-physicians-read")
        .obligesToNothing();
    policies
        .asks(
            nurse().treating().on(managedDevice()).from("icu"), READ, "Observation", patient("p1"))
        .isDeniedBy("mfa-for-patient-records")
        .asksForStrongerAuthentication();
    policies
        .asks(person("billing-clerk").mfa(), READ, "Observation", patient("p1"))
        .isDeniedBecauseNoPolicyPermits();
    policies.assertEveryPolicyIsExercised(
        "treating-physicians-write",
        "treating-nurses-read",
        "treating-nurses-document",
        "who-treats-does-not-assign");
  }

  @Test
  void theExampleOfRoutes() {
    PolicyFixture letters =
        PolicyFixture.builder(PolicySource.of(new PolicyText("letters.cedar", LETTERS)))
            .route(
                AppRoute.of(HttpMethod.GET, "/patients/{patient}/letters/{letter}")
                    .action("viewLetter")
                    .resource("Letter", "letter")
                    .patient("patient"))
            .build();

    letters
        .asks(patientUser("p1").mfa(), AppCall.get("/patients/p1/letters/7"))
        .isPermittedBy("own-letters");
    letters
        .asks(patientUser("p2").mfa(), AppCall.get("/patients/p1/letters/7"))
        .isDeniedBecauseNoPolicyPermits();
  }

  @Test
  void theExampleOfTables() {
    PolicyFixture policies =
        PolicyFixture.of(
            BaselinePolicies.ESSENTIALS,
            BaselinePolicies.MFA,
            BaselinePolicies.BY_RELATIONSHIP,
            BaselinePolicies.BREAK_GLASS);
    Path docs = ROOT.resolve("docs");

    PolicyTable.read(docs.resolve("policy-cases.md"))
        .under("By relationship")
        .check(
            policies,
            "capabilities",
            "envelopes",
            "directory-practitioners",
            "directory-roles",
            "directory-organizations",
            "directory-locations",
            "own-record");
  }
}
