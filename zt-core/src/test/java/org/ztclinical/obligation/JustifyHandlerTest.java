package org.ztclinical.obligation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.obligation.JustifyHandler.JUSTIFY;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.access.Duties;
import org.ztclinical.access.Permit;
import org.ztclinical.access.Principal;
import org.ztclinical.notice.Notice;
import org.ztclinical.obligation.ObligationAnswer.Refused;
import org.ztclinical.reason.Reason;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;

class JustifyHandlerTest {
  private static final String HEADER = JustifyRule.STANDARD_HEADER;
  private static final String READ = "GET /Patient/123";
  private static final String EVIDENCE = "00000000000000000000000000000001";

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private StateStore store = InMemoryState.create(() -> now);
  private boolean auditDown;
  private final List<StatedReason> recorded = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  @Test
  void withoutAReasonOneIsAskedFor() {
    assertThat(refusal(new Permits().of(READ, JUSTIFY)))
        .isEqualTo(
            Reason.of(ObligationReason.JUSTIFICATION_REQUIRED, "header Access-Justification"));
    assertThat(recorded).isEmpty();
  }

  @Test
  void aReasonInTheHeaderIsRecordedAndConfinesTheAnswerToItsPatient() {
    Settlement settlement = fulfil(stating("unconscious").of(READ, JUSTIFY));

    assertThat(settlement.isComplete()).isTrue();
    assertThat(settlement.evidence()).containsExactly(EVIDENCE);
    assertThat(settlement.whole().patients()).containsExactly("123");
    assertThat(recorded).hasSize(1);
    assertThat(recorded.get(0).words().text()).isEqualTo("unconscious");
    assertThat(recorded.get(0).patient()).isEqualTo("123");
    assertThat(recorded.get(0).expires()).isEqualTo(now.plus(Duration.ofMinutes(60)));
    assertThat(recorded.get(0).context()).isPresent();
  }

  @Test
  void aReasonLastsForItsPrincipalAndItsPatientAndThenExpires() {
    fulfil(stating("unconscious").of(READ, JUSTIFY));

    assertThat(fulfil(new Permits().of(READ, JUSTIFY)).evidence()).containsExactly(EVIDENCE);
    assertThat(fulfil(new Permits().of("GET /Patient/123/Observation", JUSTIFY)).isComplete())
        .isTrue();
    assertThat(refusal(new Permits().of("GET /Patient/124", JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
    assertThat(refusal(new Permits().by("bob").of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);

    now = now.plus(Duration.ofMinutes(60)).minusMillis(1);
    assertThat(fulfil(new Permits().of(READ, JUSTIFY)).isComplete()).isTrue();
    now = now.plusMillis(1);
    assertThat(refusal(new Permits().of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
    assertThat(recorded).hasSize(1);
  }

  @Test
  void anotherClientOfTheSameUserIsAskedAnew() throws Exception {
    Principal other =
        new Principal("https://issuer.example", "alice", "other-app", Optional.empty(), List.of());
    justifications().give(other, "123", "unconscious");

    assertThat(refusal(new Permits().of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
  }

  @Test
  void anApplicationsOwnDialogCanGiveTheReason() throws Exception {
    Permit permit = new Permits().of(READ, JUSTIFY);

    Justifications.Given given =
        justifications().give(permit.request().principal(), "123", "unconscious");

    assertThat(given.until()).isEqualTo(now.plus(Duration.ofMinutes(60)));
    assertThat(fulfil(permit).evidence()).containsExactly(given.evidence());
    assertThat(recorded.get(0).context()).isEmpty();
  }

  @Test
  void aSecondReasonIsRecordedAndDoesNotLengthenTheFirst() throws Exception {
    Permit permit = new Permits().of(READ, JUSTIFY);
    Principal principal = permit.request().principal();
    Instant end = justifications().give(principal, "123", "unconscious").until();
    now = now.plus(Duration.ofMinutes(50));

    Justifications.Given second = justifications().give(principal, "123", "still unconscious");

    assertThat(second.until()).isEqualTo(end);
    assertThat(recorded).hasSize(2);
    now = end;
    assertThat(fulfil(permit).isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /Observation",
        "GET /Observation/1",
        "GET /Observation?code=x",
        "GET /Patient",
        "GET /Patient?_id=1,2",
        "GET /Observation?subject=Patient/1,Patient/2",
        "GET /Observation?patient=1&subject=Patient/2",
        "GET /Patient/1/Observation?subject=Patient/2"
      })
  void whatIsNotAboutOnePatientCannotBeJustified(String asked) {
    assertThat(refusal(stating("unconscious").of(asked, JUSTIFY)).code())
        .isEqualTo(ObligationReason.NOT_ONE_PATIENT);
    assertThat(recorded).isEmpty();
  }

  @Test
  void whatIsStoredAboutAPatientCannotBeChangedForAReason() {
    String patient = "{\"resourceType\":\"Patient\",\"id\":\"123\"}";

    for (Permit permit :
        List.of(
            stating("unconscious").sending(patient).of("PUT /Patient/123", JUSTIFY),
            stating("unconscious").of("DELETE /Patient/123", JUSTIFY),
            stating("unconscious").sending(batch("DELETE Patient/123")).of("POST /", JUSTIFY))) {
      assertThat(refusal(permit).code()).isEqualTo(ObligationReason.NOT_JUSTIFIABLE);
    }
    assertThat(recorded).isEmpty();
  }

  @Test
  void aCreateIsJustifiedForThePatientWhomItIsAbout() {
    String of123 =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{},"
            + "\"subject\":{\"reference\":\"Patient/123\"}}";

    Settlement settlement =
        fulfil(stating("unconscious").sending(of123).of("POST /Observation", JUSTIFY));

    assertThat(settlement.whole().patients()).containsExactly("123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "abc", "Überdosis", "emergency%0D%0Ax: y", "emergency%FF"})
  void aHeaderThatIsNoReasonIsNotRecorded(String value) {
    Reason refusal = refusal(new Permits().header(HEADER, value).of(READ, JUSTIFY));

    assertThat(refusal.code()).isEqualTo(ObligationReason.JUSTIFICATION_UNREADABLE);
    assertThat(refusal.text()).doesNotContain("mergency", "berdosis");
    assertThat(recorded).isEmpty();
  }

  @Test
  void twoReasonsInOneRequestAreNone() {
    Permit permit = new Permits().header(HEADER, "unconscious", "overdose").of(READ, JUSTIFY);

    assertThat(refusal(permit).code()).isEqualTo(ObligationReason.JUSTIFICATION_UNREADABLE);
  }

  @Test
  void aReasonThatCannotBeRecordedDoesNotCount() {
    auditDown = true;

    assertThat(refusal(stating("unconscious").of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.FAILED);
    auditDown = false;
    assertThat(refusal(new Permits().of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
  }

  @Test
  void whenTheStoreIsFullAReasonCountsForItsOwnRequestAlone() throws Exception {
    store = InMemoryState.create(() -> now, 1);
    store.putIfAbsent(StateKey.of("test", "other"), "", Duration.ofDays(1));
    Permit permit = new Permits().of(READ, JUSTIFY);

    assertThat(fulfil(stating("unconscious").of(READ, JUSTIFY)).isComplete()).isTrue();
    assertThat(refusal(permit).code()).isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
    assertThat(notices)
        .containsExactly(new Notice(Notice.Kind.STATE_UNAVAILABLE, "justify", "FULL"));
    assertThatThrownBy(
            () -> justifications().give(permit.request().principal(), "123", "unconscious"))
        .isInstanceOf(JustificationUnavailableException.class);
  }

  @Test
  void whoStatedAsManyReasonsAsOneMayCrowdsOutNobodyElse() throws Exception {
    store = InMemoryState.create(() -> now, 4, 2);
    Principal greedy = new Permits().by("greedy").of(READ, JUSTIFY).request().principal();
    justifications().give(greedy, "1", "unconscious");
    justifications().give(greedy, "2", "unconscious");

    assertThatThrownBy(() -> justifications().give(greedy, "3", "unconscious"))
        .isInstanceOf(JustificationUnavailableException.class)
        .hasMessageContaining("too many reasons of this user are in force");
    assertThat(fulfil(stating("unconscious").by("greedy").of(READ, JUSTIFY)).isComplete()).isTrue();
    assertThat(refusal(new Permits().by("greedy").of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
    assertThat(notices)
        .containsExactly(new Notice(Notice.Kind.STATE_UNAVAILABLE, "justify", "SHARE_USED_UP"));

    assertThat(fulfil(stating("unconscious").by("alice").of(READ, JUSTIFY)).isComplete()).isTrue();
    assertThat(fulfil(new Permits().by("alice").of(READ, JUSTIFY)).isComplete()).isTrue();
  }

  @Test
  void whenTheStoreFailsNothingButTheRequestsOwnReasonCounts() {
    store = new FailingStore();

    assertThat(refusal(new Permits().of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_UNKNOWN);
    assertThat(fulfil(stating("unconscious").of(READ, JUSTIFY)).isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yes",
        "00000000000000000000000000000001",
        "00000000000000000000000000000001 99999999999999999999"
      })
  void whatSomebodyElsePutIntoTheStoreJustifiesNothing(String foreign) throws Exception {
    StateKey key = StateKey.of("justified", "https://issuer.example", "alice", "app", "123");
    store.putIfAbsent(key, foreign, Duration.ofHours(1));

    assertThat(refusal(new Permits().of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_UNKNOWN);
  }

  @Test
  void aStoreThatIsLateToForgetDoesNotLengthenAReason() throws Exception {
    StateKey key = StateKey.of("justified", "https://issuer.example", "alice", "app", "123");
    store.putIfAbsent(key, EVIDENCE + " " + now.toEpochMilli(), Duration.ofHours(1));

    assertThat(refusal(new Permits().of(READ, JUSTIFY)).code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
  }

  @Test
  void inABatchEachEntryIsJustifiedForItsOwnPatient() throws Exception {
    Duties each = Duties.ofEntries(List.of(List.of(JUSTIFY), List.of(JUSTIFY), List.of()));
    String entries = batch("GET Patient/1", "GET Patient/2", "GET Patient/3");
    Permit permit = new Permits().sending(entries).of("POST /", each);
    justifications().give(permit.request().principal(), "1", "unconscious");

    Settlement settlement = fulfil(permit);

    assertThat(settlement.whole().refusal()).isEmpty();
    assertThat(settlement.entries().get(0).patients()).containsExactly("1");
    assertThat(settlement.entries().get(1).refusal().orElseThrow().reason().code())
        .isEqualTo(ObligationReason.JUSTIFICATION_REQUIRED);
    assertThat(settlement.entries().get(2).refusal()).isEmpty();
  }

  @Test
  void oneReasonIsNotForSeveralPatientsOfABatch() {
    Duties each = Duties.ofEntries(List.of(List.of(JUSTIFY), List.of(JUSTIFY)));

    Settlement two =
        fulfil(
            stating("unconscious")
                .sending(batch("GET Patient/1", "GET Patient/2"))
                .of("POST /", each));
    Settlement one =
        fulfil(
            stating("unconscious")
                .sending(batch("GET Patient/1", "GET Patient/1/Observation"))
                .of("POST /", each));

    assertThat(two.refusals())
        .extracting(refused -> refused.reason().code())
        .containsExactly(ObligationReason.NOT_ONE_PATIENT, ObligationReason.NOT_ONE_PATIENT);
    assertThat(one.isComplete()).isTrue();
    assertThat(recorded).hasSize(1);
  }

  @Test
  void nothingItKeepsOrPrintsHoldsTheReasonOrThePatient() throws Exception {
    Permit permit = stating("unconscious").of("GET /Patient/p-4711", JUSTIFY);
    Settlement settlement = fulfil(permit);

    StateKey key = StateKey.of("justified", "https://issuer.example", "alice", "app", "p-4711");
    assertThat(store.get(key)).hasValue(EVIDENCE + " " + 1772370000000L);
    assertThat(key.text()).doesNotContain("4711", "alice");
    Duty duty = new Duty(JUSTIFY, permit, Optional.of(permit.request().fhir()), Set.of("p-4711"));
    assertThat(List.of(settlement, duty, recorded.get(0), permit, permit.request()).toString())
        .doesNotContain("unconscious", "4711", "alice");
  }

  private static String batch(String... requests) {
    List<String> entries = new ArrayList<>();
    for (String request : requests) {
      String[] parts = request.split(" ");
      entries.add("{\"request\":{\"method\":\"" + parts[0] + "\",\"url\":\"" + parts[1] + "\"}}");
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private Permits stating(String reason) {
    return new Permits().header(HEADER, reason);
  }

  private Reason refusal(Permit permit) {
    List<Refused> refusals = fulfil(permit).refusals();
    assertThat(refusals).hasSize(1);
    return refusals.get(0).reason();
  }

  private Settlement fulfil(Permit permit) {
    JustifyHandler handler =
        new JustifyHandler(JustifyRule.standard(), justifications(), notices::add);
    return ObligationHandlers.of(List.of(handler)).fulfil(permit);
  }

  private Justifications justifications() {
    JustificationLedger ledger =
        stated -> {
          if (auditDown) {
            throw new JustificationUnavailableException("down", new IllegalStateException());
          }
          recorded.add(stated);
          return String.format("%032x", recorded.size());
        };
    return new Justifications(JustifyRule.standard(), store, ledger, () -> now);
  }

  private static final class FailingStore implements StateStore {
    @Override
    public boolean putIfAbsent(StateKey key, String value, Duration ttl)
        throws StateUnavailableException {
      throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "down");
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
      throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "down");
    }

    @Override
    public boolean compareAndSet(
        StateKey key, Optional<String> expected, String value, Duration ttl)
        throws StateUnavailableException {
      throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "down");
    }

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of(Guarantee.ONE_WINNER);
    }
  }
}
