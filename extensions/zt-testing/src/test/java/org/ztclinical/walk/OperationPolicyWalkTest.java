package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.text;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;

/**
 * Policies and operations of an application's own: what is asked, when nobody knows what they read.
 */
class OperationPolicyWalkTest {
  private static final OperationRule ENCOUNTERS =
      OperationRule.ofInstance("Encounter", "everything").needing("Encounter", Permission.READ);
  private static final String CLERKS =
      """
      @id("clerks-call")
      permit (
        principal in Clinical::Role::"clerk",
        action == Fhir::Action::"operation",
        resource is Fhir::Encounter
      );
      @id("clerks-read")
      permit (
        principal in Clinical::Role::"clerk",
        action in Fhir::Action::"read-like",
        resource is Fhir::Encounter
      );
      """;
  private static final String EVERYTHING = "/fhir/Encounter/e1/$everything";

  @TempDir Path directory;

  @Test
  void anOperationOfWhichNothingIsStatedNeedsThePermissionToReadEveryType() throws Exception {
    String all =
        "@id(\"all\") permit (principal, action in Fhir::Action::\"read-like\", resource);";
    try (Clinic clinic = clinic(ENCOUNTERS, CLERKS)) {
      Guarded guarded = clinic.get(clerk(clinic), EVERYTHING);

      assertThat(guarded.outcome()).isInstanceOf(Denial.class);
      assertThat(clinic.runs).hasValue(0);
    }
    try (Clinic clinic = clinic(ENCOUNTERS, CLERKS + all)) {
      assertThat(clinic.get(clerk(clinic), EVERYTHING).outcome()).isInstanceOf(Permit.class);
    }
  }

  @Test
  void anOperationIsAskedAboutByWhatItIsStatedToAnswerFrom() throws Exception {
    try (Clinic clinic = clinic(ENCOUNTERS.answersFrom("Encounter", "Observation"), CLERKS)) {
      assertThat(clinic.get(clerk(clinic), EVERYTHING).outcome()).isInstanceOf(Denial.class);
    }
    try (Clinic clinic = clinic(ENCOUNTERS.answersFrom("Encounter"), CLERKS)) {
      clinic.answering(bundle("Encounter", "Observation"));

      Guarded guarded = clinic.get(clerk(clinic), EVERYTHING);

      assertThat(guarded.outcome()).isInstanceOf(Permit.class);
      assertThat(text(guarded)).contains("Encounter1").doesNotContain("Observation1");
    }
  }

  @Test
  void whoMayCallAnOperationMayNotThereforeReadWhatItIsCalledOf() throws Exception {
    String observations =
        """
        @id("clerks-call")
        permit (
          principal in Clinical::Role::"clerk",
          action == Fhir::Action::"operation",
          resource is Fhir::Encounter
        );
        @id("clerks-observe")
        permit (
          principal in Clinical::Role::"clerk",
          action in Fhir::Action::"read-like",
          resource is Fhir::Observation
        );
        """;
    OperationRule rule =
        OperationRule.ofInstance("Encounter", "observed")
            .needing("Observation", Permission.SEARCH)
            .answersFrom("Observation");
    try (Clinic clinic = clinic(rule, observations)) {
      clinic.answering(bundle("Encounter", "Observation"));

      Guarded guarded = clinic.get(clerk(clinic), "/fhir/Encounter/e1/$observed");

      assertThat(guarded.outcome()).isInstanceOf(Permit.class);
      assertThat(text(guarded)).contains("Observation1").doesNotContain("Encounter1");
    }
  }

  @Test
  void anOperationThatIsStatedToWriteNeedsThePermissionToWrite() throws Exception {
    OperationRule rule =
        OperationRule.ofInstance("Encounter", "close")
            .needing("Encounter", Permission.READ, Permission.UPDATE)
            .answersFrom("Encounter");
    try (Clinic clinic = clinic(rule, CLERKS)) {
      assertThat(clinic.get(clerk(clinic), "/fhir/Encounter/e1/$close").outcome())
          .isInstanceOf(Denial.class);
    }
  }

  @Test
  void physiciansReadAllOfOnePatientAndNotOfAll() throws Exception {
    OperationRule ofAll =
        OperationRule.ofType("Patient", "everything").needing("Patient", Permission.READ);
    try (Clinic clinic =
        new Clinic(
            directory,
            settings ->
                settings
                    .allowOperation(OperationRule.patientEverything())
                    .allowOperation(ofAll)
                    .policies(BaselinePolicies.standard()))) {
      String physician =
          clinic.token("user/*.rs", t -> t.claim("roles", List.of("physician")).mfa());

      assertThat(clinic.get(physician, "/fhir/Patient/123/$everything").outcome())
          .isInstanceOf(Permit.class);
      assertThat(clinic.get(physician, "/fhir/Patient/$everything").outcome())
          .isInstanceOf(Denial.class);
    }
  }

  private Clinic clinic(OperationRule rule, String policies) {
    return new Clinic(
        directory,
        settings ->
            settings
                .allowOperation(rule)
                .policies(PolicySource.of(new PolicyText("operations.cedar", policies))));
  }

  private static String clerk(Clinic clinic) {
    return clinic.token("user/*.cruds", token -> token.claim("roles", List.of("clerk")));
  }

  private static String bundle(String... types) {
    StringBuilder entries = new StringBuilder();
    for (String type : types) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append("{\"resource\":{\"resourceType\":\"")
          .append(type)
          .append("\",\"id\":\"")
          .append(type)
          .append("1\"}}");
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + entries + "]}";
  }
}
