package org.ztclinical.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * A reason that somebody gave for looking at a patient's record, on disk before it counts. The
 * decisions that rely on it name it by its id. It alone holds the reason's text: free text of a
 * person, in which anything may stand, so the log is to be kept like a medical record.
 *
 * @param eventId the event's id
 * @param time when it was given
 * @param actor who gave it
 * @param patient whom it is about
 * @param reason the person's own words; what cannot be kept as it is stands as a digest
 * @param expires until when decisions may rely on it
 * @param requestId the request it came with; empty when an application's own dialog took it
 * @param peer where that request came from
 */
public record JustificationRecord(
    EventId eventId,
    Instant time,
    Actor actor,
    Pseudonym patient,
    String reason,
    Instant expires,
    String requestId,
    Peer peer)
    implements AuditRecord {
  public JustificationRecord {
    Objects.requireNonNull(eventId, "eventId");
    time = Micros.round(time);
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(patient, "patient");
    reason = Bounded.statement(reason);
    expires = Micros.round(expires);
    requestId = Bounded.text(requestId);
    Objects.requireNonNull(peer, "peer");
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.justification(this);
  }

  @Override
  public String describe() {
    return Line.start(time + " justification " + eventId)
        .word("patients", patient)
        .word(actor)
        .word("reason", reason)
        .word("until", expires)
        .word("peer", peer)
        .word("request", requestId)
        .toString();
  }

  void encode(WireWriter out) {
    out.event(eventId);
    out.instant(time);
    actor.encode(out);
    out.pseudonym(patient);
    out.text(reason);
    out.instant(expires);
    out.text(requestId);
    peer.encode(out);
  }

  static JustificationRecord decode(WireReader in) {
    return new JustificationRecord(
        in.event(),
        in.instant(),
        Actor.decode(in),
        in.pseudonym(),
        in.text(),
        in.instant(),
        in.text(),
        Peer.decode(in));
  }

  /** Without the reason: {@link #describe()} is for those who read the log. */
  @Override
  public String toString() {
    return "justification " + eventId + ", reason [redacted]";
  }
}
