package org.ztclinical.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ztclinical.audit.Actor;
import org.ztclinical.audit.DecisionOutcome;
import org.ztclinical.audit.DecisionRecord;
import org.ztclinical.audit.EventId;
import org.ztclinical.audit.LayerFinding;
import org.ztclinical.audit.Peer;
import org.ztclinical.audit.Pseudonym;
import org.ztclinical.audit.Pseudonyms;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;

/** Decision records as a permitted FHIR read makes them. Safe for use by many threads. */
final class SampleDecisions {
  private final Actor actor;
  private final Pseudonym patient;
  private final Pseudonym resource;
  private final Peer peer;

  SampleDecisions(Pseudonyms pseudonyms) {
    String issuer = "https://issuer.example";
    this.actor =
        new Actor(
            issuer,
            pseudonyms.subject(issuer, "clinician-1"),
            "ward-round-app",
            Optional.of(pseudonyms.token(issuer, "token-1")),
            List.of("physician"));
    this.patient = pseudonyms.patient(SampleRecords.PATIENT);
    this.resource = pseudonyms.resource("Observation", "observation-1");
    this.peer = Peer.of("192.0.2.1", pseudonyms);
  }

  /** A record with an id of its own. */
  DecisionRecord next() {
    return DecisionRecord.at(EventId.create(), Instant.now())
        .outcome(DecisionOutcome.PERMIT)
        .interaction("read", "Observation")
        .actor(actor)
        .patients(List.of(patient))
        .resource(resource)
        .finding(LayerFinding.of(Layer.IDENTITY, Verdict.PASSED))
        .finding(LayerFinding.of(Layer.DEVICE, Verdict.NOT_CONFIGURED))
        .finding(LayerFinding.of(Layer.NETWORK, Verdict.NOT_CONFIGURED))
        .finding(LayerFinding.of(Layer.APPLICATION, Verdict.PASSED))
        .finding(LayerFinding.of(Layer.DATA, Verdict.NOT_CONFIGURED))
        .requestId("request-1")
        .peer(peer)
        .build();
  }
}
