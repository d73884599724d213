package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.fhir.Interaction.BATCH;
import static org.ztclinical.fhir.Interaction.CAPABILITIES;
import static org.ztclinical.fhir.Interaction.CREATE;
import static org.ztclinical.fhir.Interaction.DELETE;
import static org.ztclinical.fhir.Interaction.HISTORY_INSTANCE;
import static org.ztclinical.fhir.Interaction.OPERATION;
import static org.ztclinical.fhir.Interaction.PATCH;
import static org.ztclinical.fhir.Interaction.READ;
import static org.ztclinical.fhir.Interaction.SEARCH_TYPE;
import static org.ztclinical.fhir.Interaction.UPDATE;
import static org.ztclinical.fhir.Interaction.VREAD;
import static org.ztclinical.testing.Caller.nurse;
import static org.ztclinical.testing.Caller.patientUser;
import static org.ztclinical.testing.Caller.person;
import static org.ztclinical.testing.Caller.physician;
import static org.ztclinical.testing.Caller.service;
import static org.ztclinical.testing.PatientRecord.patient;
import static org.ztclinical.testing.TestDevice.managedDevice;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;

/**
 * What can be asked of policies under test, and as what: calls, stored resources, circumstances.
 */
class PolicyFixtureCallsTest {
  private final PolicyFixture policies = fixture(PolicyFixtureTest.WARD);

  @Test
  void scopesAreAskedBeforePolicies() {
    policies
        .asks(physician().mfa().scopes("user/Patient.rs"), READ, "Observation")
        .isDeniedByScopes();
    assertThatThrownBy(
            () ->
                policies
                    .asks(physician().mfa().scopes("user/Patient.rs"), READ, "Observation")
                    .isDeniedBecauseNoPolicyPermits())
        .hasMessageContaining("application layer: ");
  }

  @Test
  void aRequestThatDoesNotTellThePatientIsDecidedByWhatIsStored() {
    Caller treating = physician().mfa().treating().scopes("user/*.cruds");

    policies
        .asks(treating, READ, "Observation", patient("p1"))
        .isPermittedBy("treating-staff-read");
    policies.asks(treating, READ, "Observation").isDeniedBecauseNoPolicyPermits();
    policies.asks(treating, FhirCall.get("/Observation/9")).isDeniedBecauseNoPolicyPermits();
    policies
        .asks(treating, FhirCall.get("/Observation?patient=p1"))
        .isPermittedBy("treating-staff-read");
  }

  @Test
  void whatIsStoredCanBeStated() {
    PolicyFixture shielded =
        fixture(
            """
            @id("staff")
            permit (principal in Clinical::Role::"physician", action, resource);

            @id("shielded")
            @reason("the record is shielded")
            forbid (principal, action, resource)
            when { resource has patient && resource.patient == Fhir::Patient::"vip" };
            """);
    Caller staff = physician().scopes("user/*.cruds");
    FhirCall moving =
        FhirCall.send(
            HttpMethod.PUT,
            "/Observation/9",
            "{\"resourceType\":\"Observation\",\"id\":\"9\","
                + "\"subject\":{\"reference\":\"Patient/p1\"}}");

    for (Interaction one : List.of(UPDATE, PATCH, DELETE)) {
      shielded.asks(staff, one, "Observation", patient("p1")).isPermittedBy("staff");
      shielded.asks(staff, one, "Observation", patient("vip")).isDeniedBy("shielded");
      shielded
          .asks(staff, FhirCall.of(one, "Observation", patient("p1")).knowingNothingStored())
          .isDeniedBecauseThePatientIsUnknown();
    }
    shielded.asks(staff, moving).isDeniedBecauseThePatientIsUnknown();
    shielded.asks(staff, moving.storing("Observation", "9", patient("p2"))).isPermittedBy("staff");
    shielded.asks(staff, moving.storing("Observation", "9", patient("vip"))).isDeniedBy("shielded");
    FhirCall read = FhirCall.get("/Observation/9");
    shielded.asks(staff, read).isPermittedBy("staff");
    shielded.asks(staff, read.storing("Observation", "9", patient("p1"))).isPermittedBy("staff");
    shielded
        .asks(
            staff,
            read.storing(
                "{\"resourceType\":\"Observation\",\"id\":\"9\","
                    + "\"subject\":{\"reference\":\"Patient/vip\"}}"))
        .isDeniedBy("shielded");
    assertThat(moving.storing("Observation", "9", patient("vip")))
        .hasToString("PUT /Observation/9, stored of patient vip");
    assertThatThrownBy(() -> read.storing("{")).hasMessageStartingWith("storing(json): ");
  }

  @Test
  void theCompartmentOfTheApplicationCounts() {
    PolicyFixture tasks =
        PolicyFixture.builder(
                source(
                    """
                    @id("own-tasks")
                    permit (principal, action, resource)
                    when { resource has patient && resource.patient == Fhir::Patient::"p1" };
                    """))
            .patientCompartment(PatientCompartment.official().with("Task", "patient"))
            .build();

    tasks
        .asks(
            physician(),
            FhirCall.send(
                HttpMethod.POST,
                "/Task",
                "{\"resourceType\":\"Task\",\"for\":{\"reference\":\"Patient/p1\"}}"))
        .isPermittedBy("own-tasks");
  }

  @Test
  void whatPoliciesWouldNotLetLeaveIsDenied() {
    PolicyFixture all =
        fixture(
            """
            @id("services-read")
            permit (principal is Clinical::Service, action in Fhir::Action::"read-like", resource);

            @id("no-patient")
            @reason("no patient records")
            forbid (principal, action, resource) when { resource has patient };
            """);

    all.asks(service(), READ, "Observation").isPermittedBy("services-read");
    all.asks(service(), READ, "Observation", patient("p1")).isDeniedBy("no-patient");
    assertThatThrownBy(
            () ->
                all.asks(service(), READ, "Observation", patient("p1"))
                    .isPermittedBy("services-read"))
        .hasMessageContaining("but was: permitted, but the answer is withheld by no-patient");
  }

  @Test
  void everyInteractionIsAskedAsWhatItIs() {
    PolicyFixture all =
        PolicyFixture.builder(source("@id(\"all\") permit (principal, action, resource);"))
            .allowOperation(OperationRule.patientEverything())
            .allowOperation(OperationRule.bulkExport())
            .build();
    for (Interaction one :
        List.of(READ, VREAD, HISTORY_INSTANCE, SEARCH_TYPE, CREATE, UPDATE, PATCH, DELETE)) {
      all.asks(physician(), one, "Observation", patient("p1")).isPermittedBy("all");
      all.asks(physician(), one, "Observation").isPermittedBy("all");
      all.asks(service(), one, "Patient", patient("p1")).isPermittedBy("all");
    }
    for (Interaction one :
        List.of(
            CAPABILITIES,
            BATCH,
            Interaction.TRANSACTION,
            Interaction.SEARCH_SYSTEM,
            Interaction.HISTORY_SYSTEM)) {
      all.asks(service(), one).isPermittedBy("all");
    }
    all.asks(service(), Interaction.HISTORY_TYPE, "Observation").isPermittedBy("all");
    all.asks(service(), FhirCall.operation("export")).isPermittedBy("all");
    all.asks(service(), FhirCall.operation("export", "Patient")).isPermittedBy("all");
    all.asks(physician(), FhirCall.operation("everything", patient("p1"))).isPermittedBy("all");
  }

  @Test
  void aSampleOfEveryTypeOfThePatientCompartmentIsOfThePatient() {
    PolicyFixture ofPatient =
        fixture("@id(\"p\") permit (principal, action, resource) when { resource has patient };");

    for (String type : ResourceTypes.all()) {
      if (PatientCompartment.official().mayContain(type)) {
        ofPatient.asks(physician(), READ, type, patient("p1")).isPermittedBy("p");
      }
    }
  }

  @Test
  void everyFactCanBeStated() {
    PolicyFixture facts =
        PolicyFixture.builder(
                source(
                    """
                    @id("facts")
                    permit (principal == Clinical::User::"https://issuer.example|user-1", action,
                      resource)
                    when
                    {
                      principal.person == Clinical::PersonKind::"Practitioner" &&
                      context.app == Clinical::App::"chart" &&
                      context.authentication.phishingResistant &&
                      context.authentication has age &&
                      context.authentication.age == duration("5m") &&
                      context.device.kind == Clinical::DeviceKind::"standard" &&
                      context.zones.client == Clinical::Zone::"icu" &&
                      context.zones.server == Clinical::Zone::"core" &&
                      context.purpose == Clinical::Purpose::"TREAT" &&
                      context.consent == Clinical::Consent::"permit" &&
                      context.labels == ["R"] &&
                      context.risk == Clinical::Risk::"low" &&
                      context.relationship == Clinical::Relationship::"none" &&
                      context.breakGlass == Clinical::BreakGlass::"requested" &&
                      context.time has hour &&
                      context.time.hour == 22 &&
                      context.time.businessHours == Clinical::BusinessHours::"outside" &&
                      context.launch has patient &&
                      context.launch.patient == Fhir::Patient::"p1"
                    };
                    """))
            .businessHours(
                BusinessHours.weekdays(ZoneOffset.UTC, LocalTime.of(8, 0), LocalTime.of(18, 0)))
            .build();
    Caller caller =
        person()
            .through("chart")
            .phishingResistant()
            .loggedIn(Duration.ofMinutes(5))
            .on(managedDevice())
            .from("icu")
            .to("core")
            .purpose("TREAT")
            .consent("permit")
            .labels("R")
            .risk("low")
            .relationship("none")
            .breakingGlass()
            .at(Instant.parse("2026-03-02T22:30:00Z"));

    facts.asks(caller, READ, "Observation", patient("p1")).isPermittedBy("facts");
    facts
        .asks(caller.risk("high"), READ, "Observation", patient("p1"))
        .isDeniedBecauseNoPolicyPermits();
  }

  @Test
  void patientsAskForThemselves() {
    PolicyFixture own =
        fixture(
            """
            @id("own-record")
            permit (principal is Clinical::User, action, resource)
            when { principal has patient && resource has patient &&
              principal.patient == resource.patient };
            """);

    own.asks(patientUser("p1"), READ, "Condition", patient("p1")).isPermittedBy("own-record");
    own.asks(patientUser("p1"), READ, "Condition", patient("p2")).isDeniedBecauseNoPolicyPermits();
  }

  @Test
  void whatCannotBeAskedIsRefusedInWords() {
    assertThatThrownBy(() -> policies.asks(nurse(), READ, "Practitioner", patient("p1")))
        .hasMessage("Practitioner is never part of a patient's record: ask without a patient");
    assertThatThrownBy(() -> policies.asks(nurse(), READ))
        .hasMessage("read is about a resource type: name it");
    assertThatThrownBy(() -> policies.asks(nurse(), BATCH, "Observation"))
        .hasMessage("batch is about the server as a whole: name no resource type");
    assertThatThrownBy(() -> policies.asks(nurse(), OPERATION))
        .hasMessageStartingWith("name the operation");
    assertThatThrownBy(() -> policies.asks(nurse(), READ, "Observations"))
        .hasMessageStartingWith("read Observations: refused before any policy is asked: ");
    assertThatThrownBy(() -> nurse().purpose("SNOOP"))
        .hasMessage("Clinical::Purpose has no word \"SNOOP\"");
    assertThatThrownBy(() -> service("analytics").through("chart"))
        .hasMessage("a service is its own client");
    assertThatThrownBy(PolicyFixture::of).hasMessage("policies: name at least one source");
  }

  private static PolicyFixture fixture(String text) {
    return PolicyFixture.of(source(text));
  }

  private static PolicySource source(String text) {
    return PolicySource.of(new PolicyText("ward.cedar", text));
  }
}
