package org.ztclinical.audit;

import org.ztclinical.reason.ReasonCode;

/**
 * Where requests of callers who are not authenticated are recorded, rejected ones and those to
 * public routes: apart from {@link AuditLog}'s own records in queue, file, thread and disk time, so
 * that a flood of them delays and displaces nothing. Thread-safe.
 *
 * <p>Below the configured rate per peer and reason (or route) each is on disk before this returns;
 * above it they are counted, and the count is on disk within a second ({@link Durability#OS}).
 * Nothing protected is released to such a caller, so a lane that cannot write does not stop the
 * answer: what it could not record is counted in {@link AuditHealth}, noticed, and told by the lane
 * itself in a {@link ControlEvent#GAP} record once it can write.
 */
public interface RejectionLane {
  /** Records one rejection; waits no longer than the lane's deadline and never throws. */
  Outcome reject(ReasonCode reason, Peer peer);

  /**
   * Records one answer on a public route, or to a CORS preflight; waits no longer than the lane's
   * deadline and never throws.
   *
   * @param routeId the route's name in the configuration, never the request's path
   * @param method the HTTP method
   */
  Outcome publicAccess(String routeId, String method, Peer peer);

  /** What became of an event. */
  enum Outcome {
    /** It is on disk, singly. */
    RECORDED,
    /** It is counted; the count is on disk within a second. */
    AGGREGATED,
    /** It is in no file; {@link AuditHealth} counts it. */
    UNAVAILABLE
  }
}
