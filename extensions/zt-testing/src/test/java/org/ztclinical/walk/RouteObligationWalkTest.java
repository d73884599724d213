package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.Check;
import org.ztclinical.access.Mode;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.Permit;
import org.ztclinical.audit.EventId;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.notice.Notice;
import org.ztclinical.obligation.Duty;
import org.ztclinical.obligation.ObligationAnswer;
import org.ztclinical.obligation.ObligationHandler;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/** What a permit obliges to on routes that are not FHIR: as on FHIR, or nothing runs. */
class RouteObligationWalkTest {
  private static final String LETTERS =
      """
      @id("letters-for-a-reason")
      @obligation("justify, notify")
      permit (principal, action, resource is App::Letter);
      """;
  private static final String SIGNED = LETTERS.replace("justify, notify", "sign");
  private static final String REQUIRED = "obligation.justification-required";
  private static final String ONE = "/patients/123/letters/1";

  @TempDir Path directory;

  private final List<Notice> told = new ArrayList<>();

  @Test
  void withoutAReasonTheRouteDoesNotRunAndTheClientLearnsWhatToAskFor() throws Exception {
    try (Clinic clinic = clinic(LETTERS)) {
      Guarded guarded = clinic.get(token(clinic), ONE);

      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(text(guarded)).contains(REQUIRED, "header Access-Justification");
      assertThat(clinic.runs).hasValue(0);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void withAReasonItRunsIsReviewedAndTheLogSaysWhy() throws Exception {
    try (Clinic clinic = clinic(LETTERS)) {
      Guarded guarded = stating("Discharge letter is needed", clinic, HttpMethod.GET, ONE);

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(clinic.performed.get(0).headers("Access-Justification")).isEmpty();
      assertThat(told)
          .containsExactly(
              new Notice(
                  Notice.Kind.ACCESS_TO_REVIEW,
                  "letters-for-a-reason",
                  "decision " + ((Permit) guarded.outcome()).decisionId()));
      List<String> log = clinic.log();
      assertThat(log)
          .anyMatch(line -> line.contains("reason='Discharge letter is needed'"))
          .anyMatch(line -> line.contains(" permit viewLetter") && line.contains("justified="));
      assertThat(clinic.verify().intact()).isTrue();
    }
  }

  @Test
  void aReasonLastsForItsPatientAlone() throws Exception {
    try (Clinic clinic = clinic(LETTERS)) {
      stating("Discharge letter is needed", clinic, HttpMethod.GET, ONE);

      assertThat(clinic.get(token(clinic), "/patients/123/letters/2").response().status())
          .isEqualTo(200);
      assertThat(text(clinic.get(token(clinic), "/patients/456/letters/1"))).contains(REQUIRED);
      assertThat(clinic.runs).hasValue(2);
    }
  }

  @Test
  void aReasonNeedsARouteThatNamesThePatientAndLooksOrAdds() throws Exception {
    try (Clinic clinic = clinic(LETTERS)) {
      Guarded nobody = stating("Discharge", clinic, HttpMethod.GET, "/letters");
      Guarded changed = stating("Discharge", clinic, HttpMethod.PUT, ONE);
      Guarded added = stating("Discharge", clinic, HttpMethod.POST, "/patients/123/letters");

      assertThat(text(nobody)).contains("obligation.not-one-patient");
      assertThat(text(changed)).contains("obligation.not-justifiable");
      assertThat(added.response().status()).isEqualTo(200);
      assertThat(clinic.runs).hasValue(1);
    }
  }

  @Test
  void obligationsEnforceOnRoutesAlsoWherePoliciesOnlyObserve() throws Exception {
    try (Clinic clinic = clinic(settings -> settings.mode(Check.POLICY, Mode.OBSERVE), LETTERS)) {
      Guarded guarded = clinic.get(token(clinic), ONE);

      assertThat(guarded.response().status()).isEqualTo(403);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void aHandlerThatKnowsFhirAloneDeniesRoutes() throws Exception {
    try (Clinic clinic =
        signing(duty -> ObligationAnswer.fulfilledFor("123", duty.asked().toString()))) {
      assertThat(text(clinic.get(token(clinic), ONE))).contains("obligation.failed");
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void whatIsFulfilledForAnotherPatientThanThePathNamesIsNotFulfilled() throws Exception {
    try (Clinic clinic =
        signing(duty -> ObligationAnswer.fulfilledFor("123", EventId.create().toString()))) {
      assertThat(clinic.get(token(clinic), ONE).response().status()).isEqualTo(200);
      assertThat(text(clinic.get(token(clinic), "/patients/456/letters/1")))
          .contains("obligation.failed");
      assertThat(text(clinic.get(token(clinic), "/letters"))).contains("obligation.failed");
      assertThat(clinic.runs).hasValue(1);
    }
  }

  private Clinic signing(Function<Duty, ObligationAnswer> how) {
    ObligationHandler handler =
        new ObligationHandler() {
          @Override
          public Obligation obligation() {
            return Obligation.of("sign");
          }

          @Override
          public ObligationAnswer fulfil(Duty duty) {
            return how.apply(duty);
          }
        };
    return clinic(settings -> settings.obligationHandler(handler), SIGNED);
  }

  private static Guarded stating(String reason, Clinic clinic, HttpMethod method, String path)
      throws Exception {
    return clinic.send(
        method, token(clinic), path, Map.of("Access-Justification", List.of(reason)), Body.none());
  }

  private static String token(Clinic clinic) {
    return clinic.token("openid", token -> token);
  }

  private Clinic clinic(String policies) {
    return clinic(settings -> settings, policies);
  }

  private Clinic clinic(UnaryOperator<ZeroTrustBuilder> more, String policies) {
    AppRoute all = AppRoute.of(HttpMethod.GET, "/letters").action("viewLetters").resource("Letter");
    return Clinic.decidedBy(
        directory,
        settings ->
            more.apply(
                settings
                    .route(letter(HttpMethod.GET, "/patients/{patient}/letters/{letter}"))
                    .route(letter(HttpMethod.PUT, "/patients/{patient}/letters/{letter}"))
                    .route(letter(HttpMethod.POST, "/patients/{patient}/letters"))
                    .route(all)
                    .notices(
                        notice -> {
                          if (notice.kind() == Notice.Kind.ACCESS_TO_REVIEW) {
                            told.add(notice);
                          }
                        })),
        policies);
  }

  private static AppRoute letter(HttpMethod method, String path) {
    return AppRoute.of(method, path).action("viewLetter").resource("Letter").patient("patient");
  }
}
