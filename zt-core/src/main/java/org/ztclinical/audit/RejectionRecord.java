package org.ztclinical.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * Requests that were refused before it was known who asks: one of them, or, above the configured
 * rate, a counted aggregate of the same reason and peer.
 *
 * @param eventId the event's id
 * @param code the reason's stable code
 * @param peer where they came from; {@link Peer#many()} when several were counted together
 * @param count how many
 * @param first when the first was refused
 * @param last when the last was refused
 */
public record RejectionRecord(
    EventId eventId, String code, Peer peer, long count, Instant first, Instant last)
    implements AuditRecord {
  public RejectionRecord {
    Objects.requireNonNull(eventId, "eventId");
    code = Bounded.text(code);
    Objects.requireNonNull(peer, "peer");
    first = Micros.round(first);
    last = Micros.round(last);
    if (count < 1 || last.isBefore(first)) {
      throw new IllegalArgumentException("an aggregate counts one or more, from first to last");
    }
  }

  /** When the last one happened. */
  @Override
  public Instant time() {
    return last;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.rejection(this);
  }

  @Override
  public String describe() {
    Line line = Line.start(last + " rejection " + eventId).word("reason", code).word("peer", peer);
    return count == 1
        ? line.toString()
        : line.word("count", count).word("first", first).word("last", last).toString();
  }

  void encode(WireWriter out) {
    out.event(eventId);
    out.text(code);
    peer.encode(out);
    out.number(count);
    out.instant(first);
    out.instant(last);
  }

  static RejectionRecord decode(WireReader in) {
    return new RejectionRecord(
        in.event(), in.text(), Peer.decode(in), in.number(), in.instant(), in.instant());
  }
}
