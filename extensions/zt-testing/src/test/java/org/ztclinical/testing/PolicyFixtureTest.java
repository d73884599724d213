package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.fhir.Interaction.CREATE;
import static org.ztclinical.fhir.Interaction.READ;
import static org.ztclinical.testing.Caller.nurse;
import static org.ztclinical.testing.Caller.person;
import static org.ztclinical.testing.Caller.physician;
import static org.ztclinical.testing.PatientRecord.patient;
import static org.ztclinical.testing.TestDevice.managedDevice;
import static org.ztclinical.testing.TestDevice.unhealthyDevice;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;

/** The fixture itself: what it asks is what is decided, and what should fail does, in words. */
class PolicyFixtureTest {
  static final String WARD =
      """
      @id("treating-staff-read")
      @obligation("notify")
      permit (principal, action in Fhir::Action::"read-like", resource)
      when
      {
        (principal in Clinical::Role::"physician" || principal in Clinical::Role::"nurse") &&
        context.relationship == Clinical::Relationship::"treating" &&
        resource has patient
      };

      @id("physicians-write")
      permit (
        principal in Clinical::Role::"physician",
        action in Fhir::Action::"write-like",
        resource
      )
      when { resource has patient };

      @id("no-phi-without-mfa")
      @reason("patient records need two factors")
      forbid (principal is Clinical::User, action, resource)
      unless { context.authentication.mfa || !(resource has patient) };

      @id("healthy-devices-only")
      @reason("the machine is not healthy")
      forbid (principal, action, resource)
      when { context.device.posture == Clinical::Posture::"unhealthy" };
      """;

  private final PolicyFixture policies = fixture(WARD);

  @Test
  void thePolicyThatDecidesIsAsserted() {
    policies
        .asks(
            physician().mfa().on(managedDevice()).from("icu").treating(),
            READ,
            "Observation",
            patient("p1"))
        .isPermittedBy("treating-staff-read")
        .obliges("notify");
    policies
        .asks(nurse().treating(), READ, "Observation", patient("p1"))
        .isDeniedBy("no-phi-without-mfa")
        .asksForStrongerAuthentication();
    policies
        .asks(person("clerk").mfa(), READ, "Observation", patient("p1"))
        .isDeniedBecauseNoPolicyPermits();
  }

  @Test
  void theWrongPolicyFailsWithWhatDecidedAndWhy() {
    assertThatThrownBy(
            () ->
                policies
                    .asks(nurse().mfa().from("icu"), READ, "Observation", patient("p1"))
                    .isPermittedBy("treating-staff-read"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            nurse, mfa, from zone icu: read Observation of patient p1
            expected: permitted by treating-staff-read
            but was: denied
              data layer: no policy permits this
            policies were asked: read Observation of a known patient
              treating-staff-read (permit) does not match: when context.relationship == \
            Clinical::Relationship::"treating" (it is false)
              no-phi-without-mfa (forbid) does not match: unless context.authentication.mfa \
            (it is true)
              healthy-devices-only (forbid) does not match: when context.device.posture == \
            Clinical::Posture::"unhealthy" (it is false)
              for other principals, actions or resources: physicians-write""");
  }

  @Test
  void aPermitWhereADenialWasExpectedFails() {
    assertThatThrownBy(
            () ->
                policies
                    .asks(physician().mfa().treating(), READ, "Observation", patient("p1"))
                    .isDeniedBy("no-phi-without-mfa"))
        .hasMessageStartingWith(
            """
            physician, mfa, relationship treating: read Observation of patient p1
            expected: denied by no-phi-without-mfa
            but was: permitted by treating-staff-read, obliges to notify
            """);
  }

  @Test
  void aDenialByAnotherPolicyFails() {
    assertThatThrownBy(
            () ->
                policies
                    .asks(
                        nurse().treating().on(unhealthyDevice()),
                        READ,
                        "Observation",
                        patient("p1"))
                    .isDeniedBy("no-phi-without-mfa"))
        .hasMessageContaining("but was: denied by no-phi-without-mfa, healthy-devices-only")
        .hasMessageContaining("no-phi-without-mfa: patient records need two factors");
  }

  @Test
  void thePolicyThatIsForOthersIsToldWhereTheTestNamesIt() {
    assertThatThrownBy(
            () ->
                policies
                    .asks(nurse().mfa(), CREATE, "Observation", patient("p1"))
                    .isPermittedBy("physicians-write"))
        .hasMessageContaining(
            "physicians-write (permit) is for another principal: permit (principal in"
                + " Clinical::Role::\"physician\", action in Fhir::Action::\"write-like\","
                + " resource)");
  }

  @Test
  void aPolicyThatDoesNotExistIsNoExpectation() {
    PolicyAnswer answer = policies.asks(nurse(), READ, "Observation", patient("p1"));

    assertThatThrownBy(() -> answer.isDeniedBy("no-phi-without-mfaa"))
        .hasMessage(
            """
            nurse: read Observation of patient p1
            expected: denied by no-phi-without-mfaa
            but there is no policy no-phi-without-mfaa""");
  }

  @Test
  void everyOtherAssertionCanFailToo() {
    PolicyAnswer permitted =
        policies.asks(physician().mfa().treating(), READ, "Observation", patient("p1"));
    PolicyAnswer denied = policies.asks(nurse(), READ, "Observation", patient("p1"));

    for (Runnable wrong :
        List.<Runnable>of(
            () -> permitted.obliges("justify"),
            () -> permitted.obliges(),
            () -> permitted.obligesToNothing(),
            () -> permitted.isDeniedBecauseNoPolicyPermits(),
            () -> permitted.isDeniedByScopes(),
            () -> permitted.asksForStrongerAuthentication(),
            () -> permitted.hasErrorIn("physicians-write"),
            () -> permitted.isPermittedBy("treating-staff-read", "physicians-write"),
            () -> denied.isDeniedBecauseNoPolicyPermits(),
            () -> denied.isDeniedBecauseThePatientIsUnknown(),
            () -> denied.obligesToNothing(),
            () -> denied.isPermittedBy(),
            () -> denied.isDeniedBy())) {
      assertThatThrownBy(wrong::run).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void anErrorIsToldWithTheClauseThatFails() {
    PolicyFixture broken =
        fixture(
            """
            @id("late-shift")
            permit (principal, action, resource)
            when { context.time.now.offset(duration("9223372036854775807ms")) > context.time.now };
            """);

    PolicyAnswer answer = broken.asks(physician(), READ, "Practitioner");

    answer.hasErrorIn("late-shift").isDeniedBecauseNoPolicyPermits();
    assertThatThrownBy(() -> answer.isPermittedBy("late-shift"))
        .hasMessageContaining("late-shift (permit) cannot be evaluated: when ");
  }

  @Test
  void policiesThatNoTestExercisesAreNamed() {
    policies.asks(nurse(), READ, "Observation", patient("p1")).isDeniedBy("no-phi-without-mfa");

    assertThat(policies.notExercised())
        .containsExactly("treating-staff-read", "physicians-write", "healthy-devices-only");
    assertThatThrownBy(
            () ->
                policies.assertEveryPolicyIsExercised(
                    "physicians-write", "no-phi-without-mfa", "gone"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            policies and tests do not match:
              treating-staff-read: no test exercises it
              healthy-devices-only: no test exercises it
              no-phi-without-mfa: excepted, but a test exercises it
              gone: excepted, but there is no such policy""");
    policies.assertEveryPolicyIsExercised(
        "treating-staff-read", "physicians-write", "healthy-devices-only");
  }

  @Test
  void policiesThatCannotBeUsedSayFileAndLine() {
    assertThatThrownBy(() -> fixture("@id(\"a\") forbid (principal, action, resource);"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ward.cedar:1:1: a forbid says why");
    assertThatThrownBy(
            () ->
                fixture("@id(\"a\") @obligation(\"watch\") permit (principal, action, resource);"))
        .hasMessageContaining("nobody fulfils the obligation watch");
    PolicyFixture.builder(
            source("@id(\"a\") @obligation(\"watch\") permit (principal, action, resource);"))
        .obligation("watch")
        .build()
        .asks(person(), READ, "Practitioner")
        .obliges("watch");
  }

  private static PolicyFixture fixture(String text) {
    return PolicyFixture.of(source(text));
  }

  private static PolicySource source(String text) {
    return PolicySource.of(new PolicyText("ward.cedar", text));
  }
}
