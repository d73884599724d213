package org.ztclinical.audit;

import java.time.Instant;

/**
 * One event as the log keeps it. A closed family: {@link DecisionRecord}, {@link ReleaseRecord},
 * {@link RejectionRecord}, {@link PublicAccessRecord}, and {@link ControlRecord}, which only the
 * log itself writes. Immutable. Identifiers stand in it as {@link Pseudonym}s; every list and text
 * is bounded, so that each record fits one entry of a tlog-tiles bundle (65,535 bytes).
 */
public sealed interface AuditRecord
    permits DecisionRecord, ReleaseRecord, RejectionRecord, PublicAccessRecord, ControlRecord {

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
    R decision(DecisionRecord decision);

    R release(ReleaseRecord release);

    R rejection(RejectionRecord rejection);

    R publicAccess(PublicAccessRecord access);

    R control(ControlRecord control);
  }
}
