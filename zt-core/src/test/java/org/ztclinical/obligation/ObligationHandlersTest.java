package org.ztclinical.obligation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Duties;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.Permit;
import org.ztclinical.notice.Notice;
import org.ztclinical.reason.Reason;
import org.ztclinical.state.InMemoryState;

class ObligationHandlersTest {
  private static final Obligation WATCH = Obligation.of("watch");
  private static final Obligation TELL = Obligation.of("tell");
  private static final String TWO_READS =
      "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":["
          + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/1\"}},"
          + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/2\"}}]}";

  private final List<String> called = new ArrayList<>();

  @Test
  void anObligationThatNobodyHandlesDenies() {
    Settlement settlement =
        ObligationHandlers.none().fulfil(new Permits().of("GET /Patient/1", WATCH));

    assertThat(settlement.refusals())
        .extracting(refused -> refused.reason())
        .containsExactly(Reason.of(ObligationReason.NOT_HANDLED, "watch"));
  }

  @Test
  void aHandlerThatThrowsOrAnswersNothingDenies() {
    Permit permit = new Permits().of("GET /Patient/1", WATCH);
    ObligationHandler throwing =
        handler(
            WATCH,
            duty -> {
              throw new IllegalStateException("secret");
            });

    for (ObligationHandler failing : List.of(throwing, handler(WATCH, duty -> null))) {
      assertThat(ObligationHandlers.of(List.of(failing)).fulfil(permit).refusals())
          .extracting(refused -> refused.reason())
          .containsExactly(Reason.of(ObligationReason.FAILED, "watch"));
    }
  }

  @Test
  void whoTellsOthersIsCalledLastAndOnlyForWhatStands() {
    ObligationHandlers handlers = ObligationHandlers.of(List.of(telling(), watching("2")));

    assertThat(handlers.fulfil(new Permits().of("GET /Patient/1", TELL, WATCH)).isComplete())
        .isTrue();
    assertThat(called).containsExactly("watch 1", "tell 1");
    called.clear();
    assertThat(handlers.fulfil(new Permits().of("GET /Patient/2", TELL, WATCH)).isComplete())
        .isFalse();
    assertThat(called).containsExactly("watch 2");
  }

  @Test
  void ofABatchOnlyTheRefusedEntryFailsAndOfATransactionNobodyIsTold() {
    ObligationHandlers handlers = ObligationHandlers.of(List.of(telling(), watching("2")));
    Duties duties = Duties.ofEntries(List.of(List.of(TELL, WATCH), List.of(TELL, WATCH)));

    Settlement batch =
        handlers.fulfil(
            new Permits().sending(String.format(TWO_READS, "batch")).of("POST /", duties));
    assertThat(called).containsExactly("watch 1", "watch 2", "tell 1");
    assertThat(batch.entries().get(0).refusal()).isEmpty();
    assertThat(batch.entries().get(1).refusal()).isPresent();
    called.clear();

    handlers.fulfil(
        new Permits().sending(String.format(TWO_READS, "transaction")).of("POST /", duties));
    assertThat(called).containsExactly("watch 1", "watch 2");
  }

  @Test
  void aHandlerMayAskForStrongerAuthentication() {
    Challenge challenge = new Challenge(List.of("mfa"), Optional.of(Duration.ofMinutes(5)));
    ObligationHandlers handlers =
        ObligationHandlers.of(
            List.of(
                handler(
                    WATCH,
                    duty ->
                        ObligationAnswer.refused(Reason.of(ObligationReason.FAILED), challenge))));

    assertThat(handlers.fulfil(new Permits().of("GET /Patient/1", WATCH)).refusals().get(0))
        .extracting(refused -> refused.challenge())
        .isEqualTo(Optional.of(challenge));
  }

  @Test
  void twoHandlersForOneObligationAreAnError() {
    assertThatThrownBy(() -> ObligationHandlers.of(List.of(watching("1"), watching("2"))))
        .hasMessage("there are two handlers for the obligation watch");
  }

  @Test
  void aHandlersEvidenceIsTheIdOfARecord() {
    Permit permit = new Permits().of("GET /Patient/1", WATCH);
    ObligationHandler careless =
        handler(WATCH, duty -> ObligationAnswer.fulfilledFor("1", "because"));

    assertThat(ObligationHandlers.of(List.of(careless)).fulfil(permit).isComplete()).isFalse();
  }

  @Test
  void notifyTellsWhereTheDecisionStandsAndNothingOfThePatient() {
    List<Notice> told = new ArrayList<>();
    Permit permit = new Permits().of("GET /Patient/4711", NotifyHandler.NOTIFY);

    ObligationHandlers.of(List.of(new NotifyHandler(told::add))).fulfil(permit);

    assertThat(told)
        .containsExactly(
            new Notice(
                Notice.Kind.ACCESS_TO_REVIEW,
                "notify",
                "decision 0123456789abcdef0123456789abcdef"));
  }

  @Test
  void whoCannotBeToldDenies() {
    NotifyHandler handler =
        new NotifyHandler(
            notice -> {
              throw new IllegalStateException("no line");
            });

    assertThat(
            ObligationHandlers.of(List.of(handler))
                .fulfil(new Permits().of("GET /Patient/1", NotifyHandler.NOTIFY))
                .isComplete())
        .isFalse();
  }

  @Test
  void whatIsMeantForHandlersAndWhatTheyFulfilIsKnown() {
    JustifyHandler justify =
        new JustifyHandler(
            JustifyRule.standard(),
            new Justifications(
                JustifyRule.standard(),
                InMemoryState.create(InstantSource.system()),
                stated -> "",
                InstantSource.system()),
            notice -> {});
    ObligationHandlers handlers = ObligationHandlers.of(List.of(justify, telling()));

    assertThat(handlers.requestHeaders()).isEqualTo(Set.of("access-justification"));
    assertThat(handlers.known()).hasToString("justify, tell");
  }

  private ObligationHandler watching(String refusedPatient) {
    return handler(
        WATCH,
        duty -> {
          String patient = duty.patients().iterator().next();
          called.add("watch " + patient);
          return patient.equals(refusedPatient)
              ? ObligationAnswer.refused(Reason.of(ObligationReason.FAILED))
              : ObligationAnswer.fulfilled();
        });
  }

  private ObligationHandler telling() {
    return new ObligationHandler() {
      @Override
      public Obligation obligation() {
        return TELL;
      }

      @Override
      public boolean tellsOthers() {
        return true;
      }

      @Override
      public ObligationAnswer fulfil(Duty duty) {
        called.add("tell " + duty.patients().iterator().next());
        return ObligationAnswer.fulfilled();
      }
    };
  }

  private static ObligationHandler handler(
      Obligation obligation, Function<Duty, ObligationAnswer> answer) {
    return new ObligationHandler() {
      @Override
      public Obligation obligation() {
        return obligation;
      }

      @Override
      public ObligationAnswer fulfil(Duty duty) {
        return answer.apply(duty);
      }
    };
  }
}
