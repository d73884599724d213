package org.ztclinical.enforce;

import io.opentelemetry.api.trace.Span;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Permit;
import org.ztclinical.access.Principal;
import org.ztclinical.access.RouteCall;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.AuditUnavailableException;
import org.ztclinical.audit.DecisionOutcome;
import org.ztclinical.audit.DecisionRecord;
import org.ztclinical.audit.DecisionRecordBuilder;
import org.ztclinical.audit.EventId;
import org.ztclinical.audit.JustificationRecord;
import org.ztclinical.audit.LayerFinding;
import org.ztclinical.audit.Patients;
import org.ztclinical.audit.Peer;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.audit.ReleaseRecordBuilder;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.identity.Identity;
import org.ztclinical.obligation.JustificationLedger;
import org.ztclinical.obligation.JustificationUnavailableException;
import org.ztclinical.obligation.StatedReason;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.RequestContext;
import org.ztclinical.smart.ScopeDecision;

/**
 * Writes what happened into the audit log, in the log's own words: identifiers become pseudonyms
 * here and nowhere later. Each method returns only when the record is on disk. Immutable.
 */
@Experimental
public final class AuditTrail implements JustificationLedger {
  private final AuditLog log;
  private final ReleasedNames names;
  private final String system;
  private final AuditWords words;
  private final InstantSource clock;

  /**
   * A trail into this log.
   *
   * @param names tells which patients a released resource is about
   * @param system the server whose resources are named: empty for our own, the base URL for another
   */
  public AuditTrail(AuditLog log, ReleasedNames names, String system, InstantSource clock) {
    this.log = Objects.requireNonNull(log, "log");
    this.names = Objects.requireNonNull(names, "names");
    this.system = Objects.requireNonNull(system, "system");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.words = new AuditWords(log, system);
  }

  /**
   * Records a permit or denial; of a batch also each entry that was refused, under the same request
   * id. The permitted entries are part of the batch's permit and of its release.
   *
   * @param justifications ids of the records of the reasons that a permit relies on
   */
  void decided(Decision decision, Set<String> justifications, Span span)
      throws AuditUnavailableException {
    AccessRequest request = decision.request();
    List<DecisionRecord> records = new ArrayList<>();
    DecisionRecordBuilder record =
        started(decision)
            .findings(AuditWords.findings(decision.explanation().layers()))
            .observed(AuditWords.codes(decision.explanation().reasons(Verdict.WOULD_DENY)))
            .determinedBy(decision.decidedBy().policies())
            .justifiedBy(AuditWords.events(justifications));
    words.where(record, request.context(), span);
    records.add(record.build());
    if (decision instanceof Permit permit && request.route().isEmpty()) {
      refusedEntries(permit).forEach(entry -> records.add(built(entry, request.context(), span)));
    }
    log.recordAll(records);
  }

  private DecisionRecordBuilder started(Decision decision) {
    AccessRequest request = decision.request();
    EventId id = EventId.parse(decision.decisionId());
    if (request.route().isEmpty()) {
      return started(
          id, AuditWords.outcome(decision), request, request.fhir(), words.patients(decision));
    }
    RouteCall call = request.route().get();
    String type = call.route().qualifiedType();
    DecisionRecordBuilder record =
        DecisionRecord.at(id, clock.instant())
            .outcome(AuditWords.outcome(decision))
            .interaction(call.route().action(), type)
            .actor(words.actor(request.principal()))
            .patients(words.named(call.patient().map(Set::of).orElse(Set.of())));
    call.id().ifPresent(named -> record.resource(words.resource(type, named)));
    return record;
  }

  private DecisionRecordBuilder started(
      EventId id,
      DecisionOutcome outcome,
      AccessRequest request,
      FhirRequest fhir,
      Patients patients) {
    DecisionRecordBuilder record =
        DecisionRecord.at(id, clock.instant())
            .outcome(outcome)
            .interaction(InteractionNames.of(fhir, outcome), fhir.type().orElse(""))
            .actor(words.actor(request.principal()))
            .patients(patients);
    fhir.id().ifPresent(named -> record.resource(words.resource(fhir.type().orElse(""), named)));
    return record;
  }

  private List<DecisionRecordBuilder> refusedEntries(Permit permit) {
    List<DecisionRecordBuilder> refused = new ArrayList<>();
    List<Classified> asked = permit.request().fhir().entries();
    List<ScopeDecision> decisions = permit.terms().entries();
    for (int i = 0; i < decisions.size(); i++) {
      List<Reason> reasons = refusalOf(decisions.get(i));
      if (!reasons.isEmpty()) {
        refused.add(
            refusedEntry(permit.request(), asked.get(i), permit.concerned().ofEntry(i))
                .finding(
                    LayerFinding.of(
                        reasons.get(0).code().layer(), Verdict.DENIED, AuditWords.codes(reasons))));
      }
    }
    return refused;
  }

  /** The caller is not told whom it was about; the log is. */
  private DecisionRecordBuilder refusedEntry(
      AccessRequest batch, Classified entry, Set<String> concerned) {
    return entry.fold(
        known ->
            started(
                EventId.create(),
                DecisionOutcome.DENIED,
                batch,
                known,
                words.named(AuditWords.both(AddressedPatients.of(known), concerned))),
        unknown -> withoutMeaning(batch.principal()));
  }

  private static List<Reason> refusalOf(ScopeDecision decision) {
    return decision.<List<Reason>>fold(
        covered -> List.of(), narrowed -> List.of(), notCovered -> notCovered.reasons());
  }

  private DecisionRecord built(DecisionRecordBuilder record, RequestContext context, Span span) {
    words.where(record, context, span);
    return record.build();
  }

  /** Records a stated reason; it counts only when this has returned. */
  @Override
  public String record(StatedReason stated) throws JustificationUnavailableException {
    EventId id = EventId.create();
    JustificationRecord record =
        new JustificationRecord(
            id,
            stated.at(),
            words.actor(stated.principal()),
            words.resource("Patient", stated.patient()),
            stated.words().text(),
            stated.expires(),
            stated.context().map(RequestContext::requestId).orElse(""),
            stated.context().map(words::peer).orElse(Peer.unknown()));
    try {
      log.record(record);
      return id.toString();
    } catch (AuditUnavailableException e) {
      throw new JustificationUnavailableException("the reason was not recorded", e);
    }
  }

  /** Where a release stands among those of its permit. */
  enum Part {
    MORE,
    LAST,
    BROKEN_OFF
  }

  /** Records what leaves for a permit; nothing follows it. */
  void released(Permit permit, Checked checked) throws AuditUnavailableException {
    Part part = checked.aborted() ? Part.BROKEN_OFF : Part.LAST;
    Response response = checked.response();
    released(permit, checked.released(), part, 0, response.status(), response.body().length);
  }

  /**
   * Records a part of what leaves for a permit.
   *
   * @param sequence how many records the permit's releases have already
   * @param bytes how many leave with this part; where it was broken off, how many have left in all
   * @return how many records were written
   */
  int released(Permit permit, Released what, Part part, int sequence, int status, long bytes)
      throws AuditUnavailableException {
    ReleaseRecordBuilder record =
        ReleaseRecord.of(EventId.parse(permit.decisionId()), clock.instant())
            .sequence(sequence)
            .status(status)
            .bytes(bytes)
            .resources(names.of(what.resources(), system, words.pseudonyms()))
            .withheld(what.withheld(), what.reasons());
    switch (part) {
      case MORE -> {}
      case LAST -> record.closing();
      case BROKEN_OFF -> record.aborted();
    }
    List<ReleaseRecord> records = record.buildAll();
    log.recordAll(records);
    return records.size();
  }

  /** Records an authenticated request that has no meaning in FHIR, as a denial. */
  void unclassified(Identity identity, Attempt attempt, Reason reason)
      throws AuditUnavailableException {
    DecisionRecordBuilder record =
        withoutMeaning(Principal.of(identity))
            .finding(LayerFinding.of(Layer.IDENTITY, Verdict.PASSED))
            .finding(LayerFinding.of(Layer.APPLICATION, Verdict.DENIED, List.of(reason.code())));
    words.where(record, attempt.context(), Span.current());
    log.record(record.build());
  }

  private DecisionRecordBuilder withoutMeaning(Principal principal) {
    return DecisionRecord.at(EventId.create(), clock.instant())
        .outcome(DecisionOutcome.DENIED)
        .interaction("unclassified", "")
        .actor(words.actor(principal))
        .noPatient();
  }

  /** Records, in the lane of the unauthenticated, access to a route that is declared public. */
  void publicAccess(Attempt attempt, String route) {
    log.rejections()
        .publicAccess(route, attempt.request().method().name(), words.peer(attempt.context()));
  }

  /** Records, in the lane of their own, that nobody was authenticated. */
  void rejected(RequestContext context, Reason reason) {
    log.rejections().reject(reason.code(), words.peer(context));
  }
}
