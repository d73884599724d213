package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.fhir.Interaction.CREATE;
import static org.ztclinical.fhir.Interaction.DELETE;
import static org.ztclinical.fhir.Interaction.OPERATION;
import static org.ztclinical.fhir.Interaction.READ;
import static org.ztclinical.fhir.Interaction.SEARCH_TYPE;
import static org.ztclinical.fhir.Interaction.UPDATE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.Interaction;

/** The policies that ship: that each can be used, and what each is for. */
class BaselinePoliciesTest {
  @ParameterizedTest
  @EnumSource(BaselinePolicies.class)
  void everyFileIsGoodAloneAndGivesNoRiseToDoubt(BaselinePolicies file) throws Exception {
    PolicyStore store = Asked.load(file);

    assertThat(store.warnings()).isEmpty();
    assertThat(store.current().size()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(BaselinePolicies.class)
  void everyFileBeginsByTellingAPersonWhatItIsFor(BaselinePolicies file) throws Exception {
    String text = file.read().get(0).text();

    assertThat(text).startsWith("// ");
    assertThat(text.contains("NEEDS")).isEqualTo(file.needsMore());
  }

  @Test
  void allFilesTogetherHaveDifferentNamesAndAreReadWithinASecond() throws Exception {
    Asked.load(BaselinePolicies.ESSENTIALS);
    long start = System.nanoTime();
    PolicyStore store = Asked.load(BaselinePolicies.values());
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(store.current().size()).isGreaterThan(30);
    assertThat(took).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void essentialsOpenTheDirectoryAndThePatientsOwnRecordOnly() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.ESSENTIALS);
    Asked patient = Asked.by("patient").whoIs("p1");

    assertThat(patient.about(policies, READ, "Observation", "p1")).isEqualTo("allow by own-record");
    assertThat(patient.about(policies, READ, "Observation", "p2")).isEqualTo("deny by nothing");
    assertThat(patient.about(policies, READ, "Observation", "")).isEqualTo("deny by nothing");
    assertThat(patient.about(policies, CREATE, "Observation", "p1")).isEqualTo("deny by nothing");
    assertThat(patient.about(policies, READ, "Organization", ""))
        .isEqualTo("allow by directory-organizations");
    assertThat(Asked.by().about(policies, READ, "Patient", "p1")).isEqualTo("deny by nothing");
    assertThat(Asked.by().about(policies, Interaction.BATCH, "System", ""))
        .isEqualTo("allow by envelopes");
  }

  @Test
  void patientRecordsNeedTwoFactorsOfPersons() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.standard());

    assertThat(Asked.by("physician").mfa(false).about(policies, READ, "Observation", "p1"))
        .isEqualTo("deny by mfa-for-patient-records");
    assertThat(Asked.by("physician").about(policies, READ, "Observation", "p1"))
        .isEqualTo("allow by physicians-read");
    assertThat(Asked.by("physician").mfa(false).about(policies, READ, "Organization", ""))
        .startsWith("allow by ");
    assertThat(Asked.by("analytics").service().mfa(false).about(policies, READ, "Patient", "p1"))
        .isEqualTo("allow by analytics-reads");
  }

  @Test
  void everyRoleReachesWhatItsWorkNeeds() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.standard());

    assertThat(Asked.by("physician").about(policies, CREATE, "Condition", "p1"))
        .isEqualTo("allow by physicians-document");
    assertThat(Asked.by("physician").about(policies, DELETE, "Condition", "p1"))
        .isEqualTo("deny by nothing");
    assertThat(Asked.by("physician").about(policies, UPDATE, "Account", "p1"))
        .isEqualTo("deny by nothing");
    assertThat(Asked.by("nurse").about(policies, SEARCH_TYPE, "Observation", "p1"))
        .isEqualTo("allow by nurses-read");
    assertThat(Asked.by("nurse").about(policies, CREATE, "Observation", "p1"))
        .isEqualTo("allow by nurses-document");
    assertThat(Asked.by("nurse").about(policies, READ, "DocumentReference", "p1"))
        .isEqualTo("deny by nothing");
    assertThat(Asked.by("billing-clerk").about(policies, READ, "Encounter", "p1"))
        .isEqualTo("allow by billing-reads-encounters-and-charges");
    assertThat(Asked.by("billing-clerk").about(policies, READ, "Observation", "p1"))
        .isEqualTo("deny by nothing");
    assertThat(Asked.by("vendor-support").about(policies, READ, "Device", ""))
        .isEqualTo("allow by vendor-reads-machines");
    assertThat(Asked.by("vendor-support", "physician").about(policies, READ, "Patient", "p1"))
        .isEqualTo("deny by vendor-sees-no-patient");
    for (String type : List.of("Observation", "Task", "GuidanceResponse", "Basic", "Binary")) {
      assertThat(Asked.by("vendor-support", "physician").about(policies, READ, type, ""))
          .as("a %s of which nobody knows whose it is", type)
          .isEqualTo("deny by vendor-sees-no-patient");
    }
    assertThat(Asked.by("vendor-support").about(policies, READ, "Organization", ""))
        .isEqualTo("allow by directory-organizations");
    assertThat(Asked.by("vendor-support").about(policies, Interaction.CAPABILITIES, "System", ""))
        .isEqualTo("allow by capabilities");
    assertThat(Asked.by("vendor-support").about(policies, OPERATION, "System", ""))
        .isEqualTo("deny by vendor-sees-no-patient");
    assertThat(Asked.by("analytics").about(policies, READ, "Patient", "p1"))
        .isEqualTo("deny by nothing");
  }

  @Test
  void anExportNeedsBusinessHoursOrAGrant() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.standard());
    Asked exporter = Asked.by("bulk-export").service().operation("export", "system");

    assertThat(exporter.businessHours("within").about(policies, OPERATION, "System", ""))
        .isEqualTo("allow by exporters-export");
    assertThat(exporter.businessHours("outside").about(policies, OPERATION, "System", ""))
        .isEqualTo("deny by no-export-outside-business-hours");
    assertThat(exporter.about(policies, OPERATION, "System", ""))
        .isEqualTo("deny by no-export-outside-business-hours");
    assertThat(
            Asked.by("bulk-export", "bulk-export-at-any-hour")
                .service()
                .operation("export", "system")
                .businessHours("outside")
                .about(policies, OPERATION, "System", ""))
        .isEqualTo("allow by exporters-export");
    assertThat(
            Asked.by("bulk-export")
                .operation("export", "system")
                .businessHours("within")
                .about(policies, OPERATION, "System", ""))
        .isEqualTo("deny by nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "export, system, System",
    "export, type, Patient",
    "export, instance, Group",
    "davinci-data-export, instance, Group",
    "export-poll-status, system, System",
    "bulk-publish, system, System",
    "everything, system, System",
    "everything, type, Patient",
    "everything, type, Encounter",
    "everything, instance, Group",
  })
  void whateverHandsOutManyRecordsAtOnceWaitsForBusinessHours(
      String name, String level, String type) throws Exception {
    String anybody = "@id(\"anybody\") permit (principal, action, resource);";
    PolicyStore policies =
        Asked.load(
            BaselinePolicies.BULK_EXPORT, PolicySource.of(new PolicyText("a.cedar", anybody)));
    Asked asked = Asked.by("physician").operation(name, level);

    for (String hours : List.of("outside", "unknown")) {
      assertThat(asked.businessHours(hours).about(policies, OPERATION, type, ""))
          .isEqualTo("deny by no-export-outside-business-hours");
    }
    assertThat(asked.businessHours("within").about(policies, OPERATION, type, ""))
        .isEqualTo("allow by anybody");
  }

  @Test
  void allOfOnePatientIsNoExport() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.standard());
    Asked physician = Asked.by("physician").businessHours("outside");

    assertThat(
            physician
                .operation("everything", "instance")
                .about(policies, OPERATION, "Patient", "p1"))
        .isEqualTo("allow by physicians-everything");
    assertThat(
            physician
                .operation("everything", "type")
                .businessHours("within")
                .about(policies, OPERATION, "Patient", ""))
        .isEqualTo("deny by nothing");
    assertThat(physician.operation("lookup", "type").about(policies, SEARCH_TYPE, "CodeSystem", ""))
        .isEqualTo("allow by physicians-read");
  }

  @Test
  void breakingTheGlassCostsAReasonAndIsReviewed() throws Exception {
    PolicyStore policies =
        Asked.load(
            BaselinePolicies.ESSENTIALS,
            BaselinePolicies.BY_RELATIONSHIP,
            BaselinePolicies.BREAK_GLASS);

    assertThat(Asked.by("physician").about(policies, READ, "Observation", "p1"))
        .isEqualTo("allow by break-glass-read");
    assertThat(policies.current().terms("break-glass-read").obligations())
        .isEqualTo(List.of(Obligation.of("justify"), Obligation.of("notify")));
    assertThat(Asked.by("physician").treating().about(policies, READ, "Observation", "p1"))
        .isEqualTo("allow by treating-physicians-read");
    assertThat(Asked.by("physician").mfa(false).about(policies, READ, "Observation", "p1"))
        .isEqualTo("deny by nothing");
    assertThat(Asked.by("physician").about(policies, CREATE, "Observation", "p1"))
        .isEqualTo("deny by nothing");
    assertThat(Asked.by("physician").about(policies, READ, "Observation", ""))
        .isEqualTo("deny by nothing");
    assertThat(Asked.by("billing-clerk").about(policies, READ, "Observation", "p1"))
        .isEqualTo("deny by nothing");
  }

  @Test
  void administrationNeedsAPrivilegedWorkstation() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.ADMINISTRATION_WORKSTATION);
    Asked admin = Asked.by("administrator").phishingResistant();

    assertThat(admin.about(policies, UPDATE, "Organization", ""))
        .isEqualTo("deny by administration-from-privileged-workstations");
    assertThat(
            admin
                .device("unhealthy", "privileged-access-workstation")
                .about(policies, UPDATE, "Organization", ""))
        .isEqualTo("deny by administration-from-privileged-workstations");
    assertThat(admin.device("healthy", "standard").about(policies, READ, "Organization", ""))
        .isEqualTo("deny by administration-from-privileged-workstations");
    assertThat(
            admin
                .device("healthy", "privileged-access-workstation")
                .about(policies, UPDATE, "Organization", ""))
        .isEqualTo("allow by administrators-administer");
    assertThat(
            Asked.by("administrator")
                .device("healthy", "privileged-access-workstation")
                .about(policies, UPDATE, "Organization", ""))
        .isEqualTo("deny by administration-with-phishing-resistant-login");
  }

  @Test
  void zonesKeepClinicalFunctionsApart() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.ESSENTIALS, BaselinePolicies.ZONES);

    assertThat(
            Asked.by("radiologist").from("radiology").about(policies, CREATE, "ImagingStudy", "p1"))
        .isEqualTo("allow by radiologists-document-imaging");
    assertThat(Asked.by("radiologist").from("ward").about(policies, CREATE, "ImagingStudy", "p1"))
        .isEqualTo("deny by imaging-from-radiology");
    assertThat(Asked.by("radiologist").about(policies, CREATE, "ImagingStudy", "p1"))
        .startsWith("deny by imaging-from-radiology");
    assertThat(Asked.by("patient").whoIs("p1").about(policies, READ, "Condition", "p1"))
        .startsWith("deny by ")
        .contains("nothing-else-from-icu-telemetry")
        .contains("nothing-clinical-from-administration");
    assertThat(
            Asked.by("patient").whoIs("p1").from("ward").about(policies, READ, "Condition", "p1"))
        .isEqualTo("allow by own-record");
    assertThat(
            Asked.by("pharmacist")
                .from("pharmacy")
                .about(policies, CREATE, "MedicationDispense", "p1"))
        .isEqualTo("allow by pharmacists-dispense");
    assertThat(
            Asked.by("icu-monitor")
                .service()
                .from("icu-telemetry")
                .about(policies, CREATE, "Observation", "p1"))
        .isEqualTo("allow by icu-monitors-deliver-measurements");
    assertThat(
            Asked.by("icu-monitor")
                .service()
                .from("icu-telemetry")
                .about(policies, READ, "Patient", "p1"))
        .isEqualTo("deny by nothing-else-from-icu-telemetry");
    assertThat(
            Asked.by("patient")
                .whoIs("p1")
                .from("administrative")
                .about(policies, READ, "Condition", "p1"))
        .isEqualTo("deny by nothing-clinical-from-administration");
    assertThat(Asked.by("billing-clerk").from("ward").about(policies, READ, "Encounter", "p1"))
        .isEqualTo("deny by billing-from-administration");
  }

  /** A fact that nobody finds out must not be taken for a good one by any policy that ships. */
  @ParameterizedTest
  @EnumSource(BaselinePolicies.class)
  void filesThatNeedMorePermitNothingWhileItIsUnknown(BaselinePolicies file) throws Exception {
    if (!file.needsMore()) {
      return;
    }
    PolicyStore policies = Asked.load(file);
    for (String role :
        List.of(
            "physician", "nurse", "radiologist", "pharmacist", "icu-monitor", "administrator")) {
      for (Interaction interaction : List.of(READ, CREATE, UPDATE)) {
        for (String type : List.of("Patient", "Observation", "ImagingStudy", "Organization")) {
          assertThat(Asked.by(role).about(policies, interaction, type, "p1"))
              .as("%s %s %s", role, interaction, type)
              .startsWith("deny");
        }
      }
    }
  }

  @Test
  void anEntityOfADeviceThatIsNotInTheStoreForbids() throws Exception {
    PolicyStore policies = Asked.load(BaselinePolicies.ADMINISTRATION_WORKSTATION);
    Asked elsewhere =
        Asked.by("administrator")
            .phishingResistant()
            .with("device", EntityUid.of(Clinical.DEVICE, "not-in-the-store"));

    assertThat(elsewhere.about(policies, READ, "Organization", ""))
        .isEqualTo("deny by administration-from-privileged-workstations");
  }
}
