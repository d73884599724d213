package org.ztclinical.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts rejections by peer and reason in windows of a second, and says which are recorded singly.
 * Its memory is bounded: pairs beyond the capacity share one row for each reason, and reasons
 * beyond theirs share one row. Thread-safe; holds its lock for a look-up only.
 */
final class RejectionTable {
  private static final int MAX_REASONS = 64;
  private static final long WINDOW_MILLIS = 1000;

  private final RejectionLimits limits;
  private final Map<Key, Row> rows = new HashMap<>();
  private final Map<String, Row> overflow = new HashMap<>();
  private long windowStart;
  private int singles;

  RejectionTable(RejectionLimits limits) {
    this.limits = limits;
  }

  private record Key(String code, Peer peer) {}

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
  synchronized boolean single(String code, Peer peer, Instant now) {
    turn(now.toEpochMilli());
    Row row = rows.get(new Key(code, peer));
    if (row == null && rows.size() < limits.peers()) {
      row = new Row();
      rows.put(new Key(code, peer), row);
    }
    if (row == null) {
      shared(code).add(now);
      return false;
    }
    row.seen++;
    if (row.seen > limits.perPeer()) {
      row.add(now);
      return false;
    }
    if (singles >= limits.total()) {
      shared(code).add(now);
      return false;
    }
    singles++;
    return true;
  }

  /** Counts one that could not be recorded singly. */
  synchronized void aggregate(String code, Instant now) {
    shared(code).add(now);
  }

  private Row shared(String code) {
    String key = overflow.size() < MAX_REASONS || overflow.containsKey(code) ? code : "other";
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

  /** Takes all aggregates out. */
  synchronized List<RejectionRecord> drain() {
    List<RejectionRecord> records = new ArrayList<>();
    rows.forEach((key, row) -> take(records, key.code(), key.peer(), row));
    for (Iterator<Map.Entry<String, Row>> it = overflow.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<String, Row> entry = it.next();
      take(records, entry.getKey(), Peer.many(), entry.getValue());
      it.remove();
    }
    return records;
  }

  private static void take(List<RejectionRecord> records, String code, Peer peer, Row row) {
    if (row.first != null && row.last != null) {
      records.add(
          new RejectionRecord(EventId.create(), code, peer, row.count, row.first, row.last));
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
