package org.ztclinical.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.reason.ReasonCode;

/**
 * Builds a {@link DecisionRecord}: after the {@link DecisionStages} it takes what a decision may
 * also have. Not thread-safe.
 */
public final class DecisionRecordBuilder
    implements DecisionStages.OutcomeStage,
        DecisionStages.InteractionStage,
        DecisionStages.ActorStage,
        DecisionStages.PatientsStage {
  private final EventId decisionId;
  private final Instant time;
  private @Nullable DecisionOutcome outcome;
  private String interaction = "";
  private String resourceType = "";
  private Optional<Pseudonym> resource = Optional.empty();
  private Optional<Actor> actor = Optional.empty();
  private Patients patients = Patients.unknown("not-stated");
  private final List<LayerFinding> findings = new ArrayList<>();
  private List<String> observed = List.of();
  private List<String> policies = List.of();
  private String purpose = "";
  private Optional<TraceReference> trace = Optional.empty();
  private String requestId = "";
  private Peer peer = Peer.unknown();
  private List<EventId> justifications = List.of();

  DecisionRecordBuilder(EventId decisionId, Instant time) {
    this.decisionId = decisionId;
    this.time = time;
  }

  @Override
  public DecisionStages.InteractionStage outcome(DecisionOutcome outcome) {
    this.outcome = outcome;
    return this;
  }

  @Override
  public DecisionStages.ActorStage interaction(String code, String resourceType) {
    this.interaction = code;
    this.resourceType = resourceType;
    return this;
  }

  @Override
  public DecisionStages.PatientsStage actor(Actor actor) {
    this.actor = Optional.of(actor);
    return this;
  }

  @Override
  public DecisionStages.PatientsStage noActor() {
    return this;
  }

  @Override
  public DecisionRecordBuilder patients(Collection<Pseudonym> patients) {
    return patients(Patients.of(patients));
  }

  @Override
  public DecisionRecordBuilder patients(Patients patients) {
    this.patients = patients;
    return this;
  }

  @Override
  public DecisionRecordBuilder noPatient() {
    return patients(Patients.none());
  }

  @Override
  public DecisionRecordBuilder patientsUnknown(String reason) {
    return patients(Patients.unknown(reason));
  }

  /** The resource that is addressed. */
  public DecisionRecordBuilder resource(Pseudonym resource) {
    this.resource = Optional.of(resource);
    return this;
  }

  /** Adds what one layer said. */
  public DecisionRecordBuilder finding(LayerFinding finding) {
    findings.add(finding);
    return this;
  }

  /** Adds what several layers said. */
  public DecisionRecordBuilder findings(Collection<LayerFinding> more) {
    findings.addAll(more);
    return this;
  }

  /** The codes of checks that only observe and would have denied. */
  public DecisionRecordBuilder observed(Collection<? extends ReasonCode> codes) {
    this.observed = LayerFinding.codesOf(codes);
    return this;
  }

  /** The ids of the policies that determined the outcome. */
  public DecisionRecordBuilder determinedBy(Collection<String> policyIds) {
    this.policies = List.copyOf(policyIds);
    return this;
  }

  /** The purpose of use, as a code. */
  public DecisionRecordBuilder purpose(String code) {
    this.purpose = code;
    return this;
  }

  /** Where to find it in traces. */
  public DecisionRecordBuilder trace(TraceReference reference) {
    this.trace = Optional.of(reference);
    return this;
  }

  /** The enforcement point's own id for the request; never one a caller chose. */
  public DecisionRecordBuilder requestId(String id) {
    this.requestId = id;
    return this;
  }

  /** Where the request came from. */
  public DecisionRecordBuilder peer(Peer peer) {
    this.peer = peer;
    return this;
  }

  /** The justifications that a permit relies on. */
  public DecisionRecordBuilder justifiedBy(Collection<EventId> justifications) {
    this.justifications = List.copyOf(justifications);
    return this;
  }

  /** The record. */
  public DecisionRecord build() {
    if (outcome == null) {
      throw new IllegalStateException("the stages were left out: a decision needs an outcome");
    }
    return new DecisionRecord(
        decisionId,
        time,
        outcome,
        interaction,
        resourceType,
        resource,
        actor,
        patients,
        findings,
        observed,
        policies,
        purpose,
        trace,
        requestId,
        peer,
        justifications);
  }
}
