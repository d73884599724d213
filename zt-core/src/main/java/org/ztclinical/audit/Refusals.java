package org.ztclinical.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the log had to refuse, and turns it into {@link ControlEvent#GAP} records once the
 * log can be written: the log must say itself that it has gaps. Thread-safe.
 */
final class Refusals {
  private final InstantSource clock;
  private long total;
  private long told;
  private @Nullable Instant first;
  private @Nullable Instant last;

  Refusals(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(long count) {
    Instant now = clock.instant();
    if (first == null) {
      first = now;
    }
    last = now;
    total += count;
  }

  synchronized long total() {
    return total;
  }

  synchronized boolean untold() {
    return total > told;
  }

  /** The record about everything untold; told once it is on disk. */
  synchronized Pending gap() {
    long until = total;
    Map<String, String> facts =
        Map.of(
            "refused", String.valueOf(until - told),
            "first", String.valueOf(first),
            "last", String.valueOf(last));
    Pending gap = Pending.own(ControlRecord.of(clock.instant(), ControlEvent.GAP, facts));
    var unused = gap.done.thenAccept(receipt -> tell(until));
    return gap;
  }

  private synchronized void tell(long until) {
    told = Math.max(told, until);
    first = total > told ? last : null;
  }
}
