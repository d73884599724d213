package org.ztclinical.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An answer on a route that is declared public, or to a CORS preflight.
 *
 * @param eventId the event's id
 * @param time when it was answered
 * @param routeId the route's name in the configuration; never the request's path
 * @param method the HTTP method
 * @param peer where the request came from
 * @param trace where to find it in traces
 */
public record PublicAccessRecord(
    EventId eventId,
    Instant time,
    String routeId,
    String method,
    Peer peer,
    Optional<TraceReference> trace)
    implements AuditRecord {
  public PublicAccessRecord {
    Objects.requireNonNull(eventId, "eventId");
    time = Micros.round(time);
    routeId = Bounded.text(routeId);
    method = Bounded.text(method);
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(trace, "trace");
  }

  /** An access now to be recorded. */
  public static PublicAccessRecord of(Instant time, String routeId, String method, Peer peer) {
    return new PublicAccessRecord(EventId.create(), time, routeId, method, peer, Optional.empty());
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.publicAccess(this);
  }

  @Override
  public String describe() {
    return Line.start(time + " public " + eventId)
        .word(method)
        .word("route", routeId)
        .word("peer", peer)
        .word("trace", trace)
        .toString();
  }

  void encode(WireWriter out) {
    out.event(eventId);
    out.instant(time);
    out.text(routeId);
    out.text(method);
    peer.encode(out);
    out.optional(trace, value -> value.encode(out));
  }

  static PublicAccessRecord decode(WireReader in) {
    return new PublicAccessRecord(
        in.event(),
        in.instant(),
        in.text(),
        in.text(),
        Peer.decode(in),
        in.optional(() -> TraceReference.decode(in)));
  }
}
