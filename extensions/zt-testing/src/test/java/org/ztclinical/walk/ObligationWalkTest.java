package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.walk.Clinic.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Check;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Mode;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.Permit;
import org.ztclinical.access.Principal;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.notice.Notice;
import org.ztclinical.obligation.Duty;
import org.ztclinical.obligation.JustifyRule;
import org.ztclinical.obligation.ObligationAnswer;
import org.ztclinical.obligation.ObligationHandler;
import org.ztclinical.obligation.ObligationReason;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/** What a permit obliges to, in the walk of a request: a reason that must be stated, and more. */
class ObligationWalkTest extends BreakGlassWalk {
  @Test
  void withoutAReasonNothingRunsAndTheClientLearnsWhatToAskFor() throws Exception {
    try (Clinic clinic = clinic()) {
      Guarded guarded = clinic.get(emergency(clinic), "/fhir/Patient/123");

      assertThat(guarded.outcome()).isInstanceOf(Denial.class);
      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(guarded.response().header("WWW-Authenticate")).isEmpty();
      assertThat(text(guarded))
          .contains("\"system\":\"urn:ztclinical:reason\"", "\"code\":\"" + REQUIRED + "\"")
          .contains("header Access-Justification");
      assertThat(clinic.runs).hasValue(0);
      assertThat(accessesToReview()).isEmpty();
      assertThat(clinic.log())
          .anyMatch(
              line ->
                  line.contains(" denied ")
                      && line.contains("data=denied(" + REQUIRED + ")")
                      && line.contains("policies=break-glass"))
          .noneMatch(line -> line.contains(" justification "));
    }
  }

  @Test
  void withAReasonItRunsAndTheLogSaysWhoWhomAndWhy() throws Exception {
    try (Clinic clinic = clinic()) {
      String patient = clinic.zeroTrust.audit().pseudonyms().patient("123").toString();

      Guarded guarded = stating("unconscious, no relatives", clinic, "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(((Permit) guarded.outcome()).obligations())
          .containsExactly(Obligation.of("justify"), Obligation.of("notify"));
      assertThat(clinic.performed.get(0).headers("Access-Justification")).isEmpty();
      List<String> log = clinic.log();
      String justification = only(log, " justification ");
      String decision = only(log, " decision ");
      assertThat(log.indexOf(justification)).isLessThan(log.indexOf(decision));
      assertThat(justification)
          .contains("reason='unconscious, no relatives'", "patients=" + patient, "request=test-1");
      String id = justification.split(" justification ", 2)[1].split(" ", 2)[0];
      assertThat(decision)
          .contains(" permit ", "justified=" + id, "policies=break-glass", "patients=" + patient);
      assertThat(clinic.verify().intact()).isTrue();
    }
  }

  @Test
  void aReviewerIsToldWhereToLookAndNothingOfThePatient() throws Exception {
    try (Clinic clinic = clinic()) {
      Guarded guarded = stating("unconscious", clinic, "/fhir/Patient/123");

      assertThat(accessesToReview())
          .containsExactly(
              new Notice(
                  Notice.Kind.ACCESS_TO_REVIEW,
                  "break-glass",
                  "decision " + ((Permit) guarded.outcome()).decisionId()));
    }
  }

  @Test
  void aReasonLastsAnHourForItsPatientAndUser() throws Exception {
    try (Clinic clinic = clinic()) {
      stating("unconscious", clinic, "/fhir/Patient/123");

      assertThat(clinic.get(emergency(clinic), "/fhir/Patient/123").response().status())
          .isEqualTo(200);
      assertThat(code(clinic.get(emergency(clinic), "/fhir/Patient/456"))).isEqualTo(REQUIRED);
      String colleague =
          clinic.issuer.mint(
              token ->
                  token
                      .subject("colleague")
                      .scope("user/*.rs")
                      .claim("roles", List.of("emergency")));
      assertThat(code(clinic.get(colleague, "/fhir/Patient/123"))).isEqualTo(REQUIRED);

      clinic.clock.advance(Duration.ofMinutes(60));
      assertThat(code(clinic.get(emergency(clinic), "/fhir/Patient/123"))).isEqualTo(REQUIRED);
      assertThat(clinic.log()).filteredOn(line -> line.contains(" justification ")).hasSize(1);
    }
  }

  @Test
  void wherePoliciesOnlyObserveTheMissingReasonIsReported() throws Exception {
    try (Clinic clinic = clinic(settings -> settings.mode(Check.POLICY, Mode.OBSERVE))) {
      Guarded guarded = clinic.get(emergency(clinic), "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(clinic.log())
          .anyMatch(
              line ->
                  line.contains(" permit ")
                      && line.contains("data=would-deny(" + REQUIRED + ")")
                      && line.contains("observed=" + REQUIRED));
    }
  }

  @Test
  void anApplicationCanAskInADialogOfItsOwn() throws Exception {
    try (Clinic clinic = clinic(ObligationWalkTest::halfAnHour)) {
      Denial denial = (Denial) clinic.get(emergency(clinic), "/fhir/Patient/123").outcome();
      Principal principal = denial.request().principal();

      clinic.zeroTrust.justifications().give(principal, "123", "Überdosis, nicht ansprechbar");

      assertThat(clinic.get(emergency(clinic), "/fhir/Patient/123").response().status())
          .isEqualTo(200);
      assertThat(clinic.log())
          .anyMatch(line -> line.contains("reason='Überdosis, nicht ansprechbar'"));
    }
  }

  private static ZeroTrustBuilder halfAnHour(ZeroTrustBuilder settings) {
    return settings.justification(
        JustifyRule.standard().withHeader("X-Break-Glass-Reason").lasting(Duration.ofMinutes(30)));
  }

  @Test
  void theHeaderHasTheConfiguredName() throws Exception {
    try (Clinic clinic = clinic(ObligationWalkTest::halfAnHour)) {
      assertThat(code(stating("unconscious", clinic, "/fhir/Patient/123"))).isEqualTo(REQUIRED);

      Guarded guarded =
          clinic.send(
              HttpMethod.GET,
              emergency(clinic),
              "/fhir/Patient/123",
              Map.of("x-break-glass-reason", List.of("unconscious")),
              Body.none());

      assertThat(guarded.response().status()).isEqualTo(200);
    }
  }

  @Test
  void aHostileHeaderIsNeitherRecordedNorRepeated() throws Exception {
    try (Clinic clinic = clinic()) {
      for (String value :
          List.of("overdose%0d%0a1970 decision forged", "overdose\u00fc", "%E2%80%AEoverdose")) {
        Guarded guarded = stating(value, clinic, "/fhir/Patient/123");

        assertThat(code(guarded)).isEqualTo("obligation.justification-unreadable");
        assertThat(text(guarded)).doesNotContain("overdose");
      }
      assertThat(clinic.log()).noneMatch(line -> line.contains("overdose"));
    }
  }

  @Test
  void nothingThatIsPrintedHoldsTheReason() throws Exception {
    try (Clinic clinic = clinic()) {
      Guarded permitted = stating("unconscious", clinic, "/fhir/Patient/p-4711");
      Guarded refused = clinic.get(emergency(clinic), "/fhir/Patient/p-4712");

      assertThat(List.of(permitted, permitted.outcome(), refused.outcome(), told).toString())
          .doesNotContain("unconscious", "4711", "4712");
    }
  }

  @Test
  void withoutALogNoReasonCounts() throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.zeroTrust.close();

      Guarded guarded = stating("unconscious", clinic, "/fhir/Patient/123");

      assertThat(guarded.response().status()).isEqualTo(503);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void anApplicationsOwnHandlerDecidesBeforeTheWork() throws Exception {
    Challenge challenge = new Challenge(List.of("mfa"), Optional.of(Duration.ofMinutes(5)));
    Map<String, Function<Duty, ObligationAnswer>> handlers =
        Map.of(
            "fulfils", duty -> ObligationAnswer.fulfilled(),
            "challenges",
                duty -> ObligationAnswer.refused(Reason.of(ObligationReason.FAILED), challenge),
            "throws",
                duty -> {
                  throw new IllegalStateException("secret");
                });
    Map<String, Integer> statuses = Map.of("fulfils", 200, "challenges", 401, "throws", 403);

    for (String kind : handlers.keySet()) {
      try (Clinic clinic =
          new Clinic(
              directory.resolve(kind),
              settings ->
                  settings
                      .policies(source(BREAK_GLASS.replace("justify, notify", "watch")))
                      .obligationHandler(handler("watch", handlers.get(kind))))) {
        Guarded guarded = clinic.get(emergency(clinic), "/fhir/Patient/123");

        assertThat(guarded.response().status()).as(kind).isEqualTo(statuses.get(kind));
        assertThat(clinic.runs).hasValue(statuses.get(kind) == 200 ? 1 : 0);
        assertThat(text(guarded)).doesNotContain("secret");
      }
    }
  }

  @Test
  void aPolicyThatObligesToWhatNobodyFulfilsDoesNotLoad() {
    assertThatThrownBy(
            () ->
                new Clinic(
                    directory,
                    settings -> settings.policies(source(BREAK_GLASS.replace("notify", "notfy")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("notfy")
        .hasMessageContaining("justify, notify");
  }

  @Test
  void whatIsBuiltInOrThereAlreadyIsNotHandledTwice() {
    ObligationHandler justify = handler("justify", duty -> ObligationAnswer.fulfilled());
    ObligationHandler watch = handler("watch", duty -> ObligationAnswer.fulfilled());

    assertThatThrownBy(() -> new Clinic(directory, s -> s.obligationHandler(justify)))
        .hasMessageContaining("justification(rule)");
    assertThatThrownBy(
            () -> new Clinic(directory, s -> s.obligationHandler(watch).obligationHandler(watch)))
        .hasMessageContaining("there is a handler for watch already");
  }

  private static String only(List<String> log, String kind) {
    List<String> found = log.stream().filter(line -> line.contains(kind)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static ObligationHandler handler(String name, Function<Duty, ObligationAnswer> answer) {
    return new ObligationHandler() {
      @Override
      public Obligation obligation() {
        return Obligation.of(name);
      }

      @Override
      public ObligationAnswer fulfil(Duty duty) {
        return answer.apply(duty);
      }
    };
  }
}
