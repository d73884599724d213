package org.ztclinical.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts events by what and by whom in windows of a second, and says which are recorded singly. Its
 * memory is bounded: pairs beyond the capacity share one row for each event, and events beyond
 * theirs share one row. Thread-safe; holds its lock for a look-up only.
 */
final class RejectionTable {
  private static final int MAX_SHARED = 64;
  private static final long WINDOW_MILLIS = 1000;

  private final RejectionLimits limits;
  private final Map<Key, Row> rows = new HashMap<>();
  private final Map<LaneEvent, Row> overflow = new HashMap<>();
  private long windowStart;
  private int singles;

  RejectionTable(RejectionLimits limits) {
    this.limits = limits;
  }

  private record Key(LaneEvent event, Peer peer) {}

  /** One pair's count in this window, and its aggregate not yet written. */
  private static final class Row {
    int seen;
    long count;
    @Nullable Instant first;
    @Nullable Instant last;

    void add(Instant now) {
      count++;
      first = first == null || now.isBefore(first) ? now : first;
      last = last == null || now.isAfter(last) ? now : last;
    }
  }

  /** Counts one; true when it is to be recorded singly, false when it went into an aggregate. */
  synchronized boolean single(LaneEvent event, Peer peer, Instant now) {
    turn(now.toEpochMilli());
    Row row = rows.get(new Key(event, peer));
    if (row == null && rows.size() < limits.peers()) {
      row = new Row();
      rows.put(new Key(event, peer), row);
    }
    if (row == null) {
      shared(event).add(now);
      return false;
    }
    row.seen++;
    if (row.seen > limits.perPeer()) {
      row.add(now);
      return false;
    }
    if (singles >= limits.total()) {
      shared(event).add(now);
      return false;
    }
    singles++;
    return true;
  }

  /** Counts one that could not be recorded singly. */
  synchronized void aggregate(LaneEvent event, Instant now) {
    shared(event).add(now);
  }

  private Row shared(LaneEvent event) {
    boolean known = overflow.size() < MAX_SHARED || overflow.containsKey(event);
    LaneEvent key = known ? event : event.other();
    return overflow.computeIfAbsent(key, ignored -> new Row());
  }

  /** Starts a new window, also when the clock went back. */
  private void turn(long nowMillis) {
    if (nowMillis - windowStart >= WINDOW_MILLIS || nowMillis < windowStart) {
      windowStart = nowMillis;
      singles = 0;
      rows.values().removeIf(row -> row.count == 0);
      rows.values().forEach(row -> row.seen = 0);
    }
  }

  /** Something counted, with its count. */
  record Counted(AuditRecord record, long count) {}

  /** Takes all aggregates out. */
  synchronized List<Counted> drain() {
    List<Counted> counted = new ArrayList<>();
    rows.forEach((key, row) -> take(counted, key.event(), key.peer(), row));
    overflow.forEach((event, row) -> take(counted, event, Peer.many(), row));
    overflow.clear();
    return counted;
  }

  private static void take(List<Counted> counted, LaneEvent event, Peer peer, Row row) {
    if (row.first != null && row.last != null) {
      counted.add(new Counted(event.counted(peer, row.count, row.first, row.last), row.count));
    }
    row.count = 0;
    row.first = null;
    row.last = null;
  }

  /** Rows held now. */
  synchronized int size() {
    return rows.size() + overflow.size();
  }
}
