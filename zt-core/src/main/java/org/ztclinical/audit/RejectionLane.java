package org.ztclinical.audit;

import org.ztclinical.reason.ReasonCode;

/**
 * Where requests of unauthenticated callers are recorded: apart from {@link AuditLog}'s own records
 * in queue, file, thread and disk time, so that a flood of them delays and displaces nothing.
 * Thread-safe.
 *
 * <p>Below the configured rate per peer and reason each rejection is on disk before this returns;
 * above it, rejections are counted and the count is on disk within a second. Nothing is released to
 * an unauthenticated caller, so a lane that cannot write does not stop the answer: it is counted
 * and noticed instead.
 */
public interface RejectionLane {
  /** Records one rejection; waits no longer than the lane's deadline and never throws. */
  Outcome reject(ReasonCode reason, Peer peer);

  /** What became of a rejection. */
  enum Outcome {
    /** It is on disk, singly. */
    RECORDED,
    /** It is counted; the count is on disk within a second. */
    AGGREGATED,
    /** It is in no file; {@link AuditHealth} counts it. */
    UNAVAILABLE
  }
}
