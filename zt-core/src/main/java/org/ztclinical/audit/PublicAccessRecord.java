package org.ztclinical.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * Answers on a route that is declared public, or to a CORS preflight: one of them, or, above the
 * configured rate, a counted aggregate of the same route, method and peer. Written by {@link
 * RejectionLane#publicAccess}, because whoever calls a public route is as unknown as whoever is
 * rejected.
 *
 * @param eventId the event's id
 * @param routeId the route's name in the configuration; never the request's path
 * @param method the HTTP method
 * @param peer where the requests came from; {@link Peer#many()} when several were counted together
 * @param count how many
 * @param first when the first was answered
 * @param last when the last was answered
 */
public record PublicAccessRecord(
    EventId eventId,
    String routeId,
    String method,
    Peer peer,
    long count,
    Instant first,
    Instant last)
    implements AuditRecord {
  public PublicAccessRecord {
    Objects.requireNonNull(eventId, "eventId");
    routeId = Bounded.text(routeId);
    method = Bounded.text(method);
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
    return visitor.publicAccess(this);
  }

  @Override
  public String describe() {
    Line line =
        Line.start(last + " public " + eventId)
            .word(method)
            .word("route", routeId)
            .word("peer", peer);
    return count == 1
        ? line.toString()
        : line.word("count", count).word("first", first).word("last", last).toString();
  }

  void encode(WireWriter out) {
    out.event(eventId);
    out.text(routeId);
    out.text(method);
    peer.encode(out);
    out.number(count);
    out.instant(first);
    out.instant(last);
  }

  static PublicAccessRecord decode(WireReader in) {
    return new PublicAccessRecord(
        in.event(), in.text(), in.text(), Peer.decode(in), in.number(), in.instant(), in.instant());
  }
}
