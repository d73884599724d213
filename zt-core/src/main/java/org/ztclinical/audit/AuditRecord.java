package org.ztclinical.audit;

import java.time.Instant;

/**
 * One event as the log keeps it. A closed family: {@link DecisionRecord}, {@link ReleaseRecord},
 * {@link JustificationRecord}, {@link SessionRecord}, {@link RejectionRecord}, {@link
 * PublicAccessRecord}, and {@link ControlRecord}, which only the log itself writes. Immutable.
 * Identifiers stand in it as {@link Pseudonym}s; every list and text is bounded, so that each
 * record fits one entry of a tlog-tiles bundle (65,535 bytes).
 */
public sealed interface AuditRecord
    permits DecisionRecord,
        ReleaseRecord,
        JustificationRecord,
        SessionRecord,
        RejectionRecord,
        PublicAccessRecord,
        ControlRecord {

  /** The event's id, unique in the log. */
  EventId eventId();

  /** When it happened, to the microsecond. */
  Instant time();

  /** One line for people, without line breaks; every identifier in it is a pseudonym. */
  String describe();

  /** Answers according to the kind of record. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One answer for each kind of record.
   *
   * @param <R> the answer
   */
  interface Visitor<R> {
    /** For a permit or a denial. */
    R decision(DecisionRecord decision);

    /** For what left under a permit. */
    R release(ReleaseRecord release);

    /** For a reason that somebody gave for an access. */
    R justification(JustificationRecord justification);

    /** For what was ended, and who did it. */
    R session(SessionRecord session);

    /** For requests that were refused before it was known who asks. */
    R rejection(RejectionRecord rejection);

    /** For answers on public routes. */
    R publicAccess(PublicAccessRecord access);

    /** For what the log says about itself. */
    R control(ControlRecord control);
  }
}
