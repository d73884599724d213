package org.ztclinical.audit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One permit or denial, on disk before the work it permits. Made with {@link #at(EventId,
 * Instant)}, whose stages ask for what no decision may lack: outcome, interaction, actor, patients.
 *
 * @param decisionId the decision's id, which is also the event's
 * @param time when it was decided
 * @param outcome what was decided
 * @param interaction the FHIR interaction code: {@code read}, {@code search-type}, {@code $export};
 *     on a route that is no FHIR, the action it was declared with
 * @param resourceType the FHIR type, or the route's as in {@code App::Report}; empty where there is
 *     none
 * @param resource the pseudonym of the resource's type and id, where one is addressed
 * @param actor who asked; absent when denied before that was known
 * @param patients whom it is about
 * @param findings what each layer said
 * @param observed codes of checks that only observe and would have denied
 * @param policies ids of the policies that determined the outcome
 * @param purpose the purpose of use; empty if none was stated
 * @param trace where to find it in traces
 * @param requestId the enforcement point's own id for the request; several decisions of one batch
 *     share it; empty if none
 * @param peer where the request came from
 * @param justifications ids of the {@link JustificationRecord}s that a permit relies on
 */
public record DecisionRecord(
    EventId decisionId,
    Instant time,
    DecisionOutcome outcome,
    String interaction,
    String resourceType,
    Optional<Pseudonym> resource,
    Optional<Actor> actor,
    Patients patients,
    List<LayerFinding> findings,
    List<String> observed,
    List<String> policies,
    String purpose,
    Optional<TraceReference> trace,
    String requestId,
    Peer peer,
    List<EventId> justifications)
    implements AuditRecord {

  /** Most findings: more than the layers of the library, should a layer be asked twice. */
  static final int MAX_FINDINGS = 8;

  /** Most justifications: one for each patient of a batch that asks for so many. */
  static final int MAX_JUSTIFICATIONS = 500;

  public DecisionRecord {
    Objects.requireNonNull(decisionId, "decisionId");
    time = Micros.round(time);
    Objects.requireNonNull(outcome, "outcome");
    interaction = Bounded.text(interaction);
    resourceType = Bounded.text(resourceType);
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(patients, "patients");
    findings = List.copyOf(findings);
    if (findings.size() > MAX_FINDINGS) {
      throw new IllegalArgumentException("a decision has at most " + MAX_FINDINGS + " findings");
    }
    observed = Bounded.texts(observed);
    policies = Bounded.texts(policies);
    purpose = Bounded.text(purpose);
    Objects.requireNonNull(trace, "trace");
    requestId = Bounded.text(requestId);
    Objects.requireNonNull(peer, "peer");
    justifications = List.copyOf(justifications);
    if (justifications.size() > MAX_JUSTIFICATIONS) {
      throw new IllegalArgumentException(
          "a decision relies on at most " + MAX_JUSTIFICATIONS + " justifications");
    }
  }

  /** Starts a record for this decision. */
  public static DecisionStages.OutcomeStage at(EventId decisionId, Instant time) {
    return new DecisionRecordBuilder(decisionId, time);
  }

  /** The same as {@link #decisionId()}: a decision is recorded exactly once. */
  @Override
  public EventId eventId() {
    return decisionId;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.decision(this);
  }

  @Override
  public String describe() {
    return Line.start(time + " decision " + decisionId)
        .word(outcome.code())
        .word(interaction)
        .word("type", resourceType)
        .word("resource", resource)
        .word("patients", patients)
        .word(actor.map(Actor::toString).orElse("subject=none"))
        .words("layers", findings)
        .words("observed", observed)
        .words("policies", policies)
        .word("purpose", purpose)
        .words("justified", justifications)
        .word("peer", peer)
        .word("request", requestId)
        .word("trace", trace)
        .toString();
  }

  void encode(WireWriter out) {
    out.event(decisionId);
    out.instant(time);
    out.code(outcome.number());
    out.text(interaction);
    out.text(resourceType);
    out.optional(resource, out::pseudonym);
    out.optional(actor, value -> value.encode(out));
    patients.encode(out);
    out.list(findings, finding -> finding.encode(out));
    out.texts(observed);
    out.texts(policies);
    out.text(purpose);
    out.optional(trace, value -> value.encode(out));
    out.text(requestId);
    peer.encode(out);
    out.added(justifications, out::event);
  }

  static DecisionRecord decode(WireReader in) {
    return new DecisionRecord(
        in.event(),
        in.instant(),
        DecisionOutcome.numbered(in.code()),
        in.text(),
        in.text(),
        in.optional(in::pseudonym),
        in.optional(() -> Actor.decode(in)),
        Patients.decode(in),
        in.list(() -> LayerFinding.decode(in)),
        in.texts(),
        in.texts(),
        in.text(),
        in.optional(() -> TraceReference.decode(in)),
        in.text(),
        Peer.decode(in),
        in.added(in::event));
  }
}
