package org.ztclinical.audit;

import java.time.Instant;

/**
 * What a caller who is not authenticated did, as the lane counts it: a rejection by its reason, or
 * an access to a public route by the route's name and the method.
 */
record LaneEvent(boolean rejection, String name, String method) {
  static LaneEvent rejection(String code) {
    return new LaneEvent(true, Bounded.text(code), "");
  }

  static LaneEvent publicAccess(String routeId, String method) {
    return new LaneEvent(false, Bounded.text(routeId), Bounded.text(method));
  }

  /** Stands for all events of the kind when there are too many to tell apart. */
  LaneEvent other() {
    return new LaneEvent(rejection, "other", "");
  }

  AuditRecord once(Peer peer, Instant time) {
    return counted(peer, 1, time, time);
  }

  AuditRecord counted(Peer peer, long count, Instant first, Instant last) {
    return rejection
        ? new RejectionRecord(EventId.create(), name, peer, count, first, last)
        : new PublicAccessRecord(EventId.create(), name, method, peer, count, first, last);
  }
}
