package org.ztclinical.audit;

import java.util.Map;

/**
 * A snapshot of the log's condition; holds no request data.
 *
 * @param state what it comes to
 * @param queuedRecords records waiting now
 * @param queuedBytes their size
 * @param lastForceMicros how long the last force of the disk took
 * @param records records on disk, by place in the log: the next index
 * @param refused records refused since the log was opened: queue full, late or storage failed
 * @param sinkLag for each sink, how many records it has not yet taken
 * @param rejectionsRecorded events of the rejection lane recorded singly since the log was opened
 * @param rejectionsAggregated events counted into aggregates since then
 * @param rejectionsLost events in no file since then; the lane tells them in a gap record
 */
public record AuditHealth(
    State state,
    int queuedRecords,
    long queuedBytes,
    long lastForceMicros,
    long records,
    long refused,
    Map<String, Long> sinkLag,
    long rejectionsRecorded,
    long rejectionsAggregated,
    long rejectionsLost) {
  public AuditHealth {
    sinkLag = Map.copyOf(sinkLag);
  }

  /** What the numbers come to. */
  public enum State {
    /** Records are acknowledged. */
    OK,
    /** Records are acknowledged; something needs attention: queue, sink or rejection lane. */
    DEGRADED,
    /** Records are not acknowledged; everything is denied. */
    FAILED
  }
}
