package org.ztclinical.obligation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.Permit;
import org.ztclinical.access.Principal;
import org.ztclinical.access.RouteCall;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.obligation.Justifications.Given;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.ScopeDecision;
import org.ztclinical.state.StateUnavailableException;

/**
 * Fulfils {@code justify}: whoever looks at a patient's record must have said why. The reason comes
 * with the request, in a header, or was given before for this principal and patient and lasts
 * still. Of what is answered, only that patient's record leaves; on a route of the application's
 * own, whose answers nobody reads, the patient is whom its path names.
 *
 * <p>What it answers depends on the request and on reasons given, never on what is stored: a
 * patient who does not exist is asked about like one who does.
 *
 * <p>When the store fails, a reason that comes with the request still counts for that request,
 * because it is in the audit log: an emergency does not wait for a cache. Nothing else counts then.
 */
public final class JustifyHandler implements ObligationHandler {
  /** What it fulfils. */
  public static final Obligation JUSTIFY = Obligation.of("justify");

  private final JustifyRule rule;
  private final Justifications justifications;
  private final NoticeListener notices;

  /** A handler by this rule, over these reasons. */
  public JustifyHandler(JustifyRule rule, Justifications justifications, NoticeListener notices) {
    this.rule = Objects.requireNonNull(rule, "rule");
    this.justifications = Objects.requireNonNull(justifications, "justifications");
    this.notices = Objects.requireNonNull(notices, "notices");
  }

  @Override
  public Obligation obligation() {
    return JUSTIFY;
  }

  @Override
  public Set<String> requestHeaders() {
    return Set.of(rule.lowerCaseHeader());
  }

  @Override
  public ObligationAnswer fulfil(Duty duty) {
    Optional<RouteCall> route = duty.permit().request().route();
    boolean justifiable =
        route.isPresent() ? isJustifiable(route.get()) : isJustifiable(duty.asked());
    if (!justifiable) {
      return refused(ObligationReason.NOT_JUSTIFIABLE, what(duty));
    }
    if (duty.patients().size() != 1) {
      return refused(ObligationReason.NOT_ONE_PATIENT, "");
    }
    Principal principal = duty.permit().request().principal();
    String patient = duty.patients().iterator().next();
    ObligationReason missing = ObligationReason.JUSTIFICATION_REQUIRED;
    try {
      Optional<Given> earlier = justifications.find(principal, patient);
      if (earlier.isPresent()) {
        return ObligationAnswer.fulfilledFor(patient, earlier.get().evidence());
      }
    } catch (StateUnavailableException e) {
      stateFailed(e);
      missing = ObligationReason.JUSTIFICATION_UNKNOWN;
    }
    List<String> stated = duty.permit().request().origin().headers(rule.header());
    return stated.isEmpty()
        ? refused(missing, "header " + rule.header())
        : stated(duty, patient, stated);
  }

  private ObligationAnswer stated(Duty duty, String patient, List<String> values) {
    if (values.size() != 1) {
      return refused(ObligationReason.JUSTIFICATION_UNREADABLE, "it is stated more than once");
    }
    if (!justifiedPatients(duty.permit()).equals(Set.of(patient))) {
      return refused(ObligationReason.NOT_ONE_PATIENT, "");
    }
    Principal principal = duty.permit().request().principal();
    try {
      Given given =
          justifications.record(
              principal,
              patient,
              Justification.parseHeader(values.get(0)),
              Optional.of(duty.permit().request().context()));
      keep(principal, patient, given);
      return ObligationAnswer.fulfilledFor(patient, given.evidence());
    } catch (JustificationSyntaxException e) {
      return refused(ObligationReason.JUSTIFICATION_UNREADABLE, e.sentence());
    } catch (JustificationUnavailableException e) {
      return refused(ObligationReason.FAILED, JUSTIFY.name());
    }
  }

  private void keep(Principal principal, String patient, Given given) {
    try {
      justifications.keep(principal, patient, given);
    } catch (StateUnavailableException e) {
      stateFailed(e);
    }
  }

  /**
   * One reason is not for several patients: whom all entries with this duty are about. Whom only
   * what is stored tells does not count, or the reasons for others would tell whom.
   */
  private static Set<String> justifiedPatients(Permit permit) {
    Set<String> patients = new TreeSet<>();
    if (permit.duties().whole().contains(JUSTIFY)) {
      patients.addAll(permit.terms().patients());
    }
    List<ScopeDecision> entries = permit.terms().entries();
    for (int i = 0; i < entries.size(); i++) {
      if (permit.duties().ofEntry(i).contains(JUSTIFY) && !permit.duties().tacit().contains(i)) {
        entries.get(i).terms().ifPresent(terms -> patients.addAll(terms.patients()));
      }
    }
    return patients;
  }

  /**
   * Reading is, and creating what is about the patient. What is changed or deleted may be another
   * patient's, which only a look at what is stored would tell; and of an operation only the patient
   * on whom it is called is certain.
   */
  private static boolean isJustifiable(FhirRequest asked) {
    return switch (asked.interaction()) {
      case READ,
          VREAD,
          HISTORY_INSTANCE,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          CREATE,
          CAPABILITIES ->
          true;
      case OPERATION -> asked.id().isPresent() && asked.type().equals(Optional.of("Patient"));
      case BATCH, TRANSACTION ->
          asked.entries().stream()
              .allMatch(entry -> entry.fold(JustifyHandler::isJustifiable, unknown -> true));
      case UPDATE, PATCH, DELETE -> false;
    };
  }

  /** As of FHIR, by the method: what is looked at, and what is added. */
  private static boolean isJustifiable(RouteCall call) {
    HttpMethod method = call.route().method();
    return method == HttpMethod.GET || method == HttpMethod.POST;
  }

  private static String what(Duty duty) {
    return duty.permit()
        .request()
        .route()
        .map(call -> call.route().action())
        .orElseGet(() -> duty.asked().interaction().code());
  }

  private void stateFailed(StateUnavailableException e) {
    notices.on(new Notice(Notice.Kind.STATE_UNAVAILABLE, JUSTIFY.name(), e.reason().name()));
  }

  private static ObligationAnswer refused(ObligationReason code, String detail) {
    return ObligationAnswer.refused(Reason.of(code, detail));
  }
}
