package org.ztclinical.enforce;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.access.Permit;
import org.ztclinical.access.Principal;
import org.ztclinical.audit.Actor;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.DecisionOutcome;
import org.ztclinical.audit.DecisionRecordBuilder;
import org.ztclinical.audit.EventId;
import org.ztclinical.audit.LayerFinding;
import org.ztclinical.audit.Patients;
import org.ztclinical.audit.Peer;
import org.ztclinical.audit.Pseudonym;
import org.ztclinical.audit.Pseudonyms;
import org.ztclinical.audit.TraceReference;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.ReasonCode;
import org.ztclinical.request.RequestContext;

/**
 * What happened, in the words of the audit log: identifiers are pseudonyms from here on. Immutable.
 */
final class AuditWords {
  private final AuditLog log;
  private final String system;

  /**
   * @param system the server whose resources are named: empty for our own
   */
  AuditWords(AuditLog log, String system) {
    this.log = log;
    this.system = system;
  }

  /** This resource of the server. */
  Pseudonym resource(String type, String id) {
    return pseudonyms().resource(system, type, id);
  }

  void where(DecisionRecordBuilder record, RequestContext context, Span span) {
    record.requestId(context.requestId()).peer(peer(context));
    SpanContext trace = span.getSpanContext();
    if (trace.isValid()) {
      record.trace(new TraceReference(trace.getTraceId(), trace.getSpanId()));
    }
  }

  Actor actor(Principal principal) {
    return new Actor(
        principal.issuer(),
        pseudonyms().subject(principal.issuer(), principal.subject()),
        principal.clientId(),
        principal.tokenId().map(id -> pseudonyms().token(principal.issuer(), id)),
        principal.roles());
  }

  /** Those whom the decision turned out to be about, and those whom the request names. */
  Patients patients(Decision decision) {
    Set<String> named = AddressedPatients.of(decision.request().fhir());
    return named(
        decision.<Set<String>>fold(
            permit -> permitted(permit, named),
            denial -> both(named, denial.concerned().whole()),
            rejection -> named,
            publicAccess -> named));
  }

  private static Set<String> permitted(Permit permit, Set<String> named) {
    Set<String> known = both(permit.terms().patients(), permit.concerned().whole());
    return known.isEmpty() ? named : known;
  }

  static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }

  Patients named(Set<String> ids) {
    if (ids.isEmpty()) {
      return Patients.unknown("not-told-by-request");
    }
    List<Pseudonym> named = new ArrayList<>(ids.size());
    ids.forEach(id -> named.add(pseudonyms().resource(system, "Patient", id)));
    return Patients.of(named);
  }

  Peer peer(RequestContext context) {
    return Peer.of(context.peer(), pseudonyms());
  }

  static DecisionOutcome outcome(Decision decision) {
    if (decision instanceof Denial denial) {
      return denial.challenge().map(AuditWords::asked).orElse(DecisionOutcome.DENIED);
    }
    return decision.explanation().isNarrowed() ? DecisionOutcome.NARROWED : DecisionOutcome.PERMIT;
  }

  static DecisionOutcome asked(Challenge challenge) {
    return challenge.proof().isPresent()
        ? DecisionOutcome.SENDER_CONSTRAINT
        : DecisionOutcome.STEP_UP;
  }

  static List<LayerFinding> findings(List<LayerVerdict> layers) {
    List<LayerFinding> findings = new ArrayList<>(layers.size());
    for (LayerVerdict layer : layers) {
      findings.add(LayerFinding.of(layer.layer(), layer.verdict(), codes(layer.reasons())));
    }
    return findings;
  }

  static List<EventId> events(Set<String> ids) {
    List<EventId> events = new ArrayList<>(ids.size());
    ids.forEach(id -> events.add(EventId.parse(id)));
    return events;
  }

  static List<ReasonCode> codes(List<Reason> reasons) {
    List<ReasonCode> codes = new ArrayList<>(reasons.size());
    reasons.forEach(reason -> codes.add(reason.code()));
    return codes;
  }

  Pseudonyms pseudonyms() {
    return log.pseudonyms();
  }
}
