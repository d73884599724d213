package org.ztclinical.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.reason.ReasonCode;

/**
 * The rejection lane on files of its own. Its writer forces at most {@value #FORCES_PER_SECOND}
 * times a second, so that it leaves the disk to the log, and writes aggregates every {@value
 * #AGGREGATE_MILLIS} ms.
 */
final class FileRejectionLane implements RejectionLane, Committer.Source {
  static final int FORCES_PER_SECOND = 100;
  static final int AGGREGATE_MILLIS = 500;

  private static final int MAX_QUEUED = 1024;

  /** Most callers waiting at a time, so that a stuck disk does not hold up a server's threads. */
  private static final int MAX_WAITING = 32;

  private static final long MAX_BYTES = 1 << 20;
  private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1) / FORCES_PER_SECOND;
  private static final long AGGREGATE_NANOS = TimeUnit.MILLISECONDS.toNanos(AGGREGATE_MILLIS);

  private final RejectionLimits limits;
  private final InstantSource clock;
  private final String origin;
  private final NoticeListener listener;
  private final RejectionTable table;
  private final CommitQueue queue = new CommitQueue(MAX_QUEUED, MAX_BYTES);
  private final Committer committer;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong recorded = new AtomicLong();
  private final AtomicLong aggregated = new AtomicLong();
  private final Refusals lost;

  private long lastBatch = System.nanoTime();
  private long aggregatesDue = System.nanoTime() + AGGREGATE_NANOS;
  private boolean aggregating;

  FileRejectionLane(
      LogStore store,
      String origin,
      RejectionLimits limits,
      InstantSource clock,
      NoticeListener listener) {
    this.limits = limits;
    this.clock = clock;
    this.origin = origin;
    this.listener = listener;
    this.table = new RejectionTable(limits);
    this.lost = new Refusals(clock);
    this.committer = new Committer("zt-audit-rejections", store, origin, this, listener, () -> {});
  }

  void start() {
    committer.start();
  }

  @Override
  public Outcome reject(ReasonCode reason, Peer peer) {
    return record(LaneEvent.rejection(reason.code()), peer);
  }

  @Override
  public Outcome publicAccess(String routeId, String method, Peer peer) {
    return record(LaneEvent.publicAccess(routeId, method), peer);
  }

  private Outcome record(LaneEvent event, Peer peer) {
    Instant now = clock.instant();
    if (queue.isClosed()) {
      lost.add(1);
      return Outcome.UNAVAILABLE;
    }
    if (committer.failed()) {
      table.aggregate(event, now); // The next attempt to write takes the count along.
      return Outcome.UNAVAILABLE;
    }
    if (!table.single(event, peer, now)) {
      aggregated.incrementAndGet();
      return Outcome.AGGREGATED;
    }
    return recordSingly(event, peer, now);
  }

  private Outcome recordSingly(LaneEvent event, Peer peer, Instant now) {
    Pending pending = Pending.own(event.once(peer, now));
    boolean tooMany = waiting.incrementAndGet() > MAX_WAITING;
    try {
      if (tooMany || !queue.offer(List.of(pending), System.nanoTime())) {
        table.aggregate(event, now);
        aggregated.incrementAndGet();
        return Outcome.AGGREGATED;
      }
      Receipts.await(pending, CommitQueue.deadline(limits.deadline()));
      recorded.incrementAndGet();
      return Outcome.RECORDED;
    } catch (AuditUnavailableException e) {
      lost.add(1);
      return Outcome.UNAVAILABLE;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Singles as they come, but no sooner after the last batch than the force budget allows. */
  @Override
  public List<Pending> next() {
    pace();
    long untilAggregates = Math.max(1, aggregatesDue - System.nanoTime());
    List<Pending> batch = queue.poll(MAX_BYTES, untilAggregates);
    if (System.nanoTime() - aggregatesDue >= 0) {
      aggregatesDue = System.nanoTime() + AGGREGATE_NANOS;
      batch.addAll(aggregates());
    }
    lastBatch = System.nanoTime();
    return batch;
  }

  private void pace() {
    long wait = lastBatch + FORCE_NANOS - System.nanoTime();
    while (wait > 0 && !queue.isClosed()) {
      LockSupport.parkNanos(wait);
      wait = lastBatch + FORCE_NANOS - System.nanoTime();
    }
  }

  private List<Pending> aggregates() {
    List<Pending> batch = new ArrayList<>();
    if (lost.untold()) {
      batch.add(lost.gap()); // Also the attempt that finds out whether the lane works again.
    }
    List<RejectionTable.Counted> all = table.drain();
    notice(!all.isEmpty());
    for (RejectionTable.Counted counted : all) {
      Pending pending = Pending.own(counted.record());
      var unused =
          pending.done.exceptionally(
              failure -> {
                lost.add(counted.count());
                return null;
              });
      batch.add(pending);
    }
    return batch;
  }

  private void notice(boolean now) {
    if (now && !aggregating) {
      listener.on(
          new Notice(
              Notice.Kind.REJECTIONS_AGGREGATED,
              origin,
              "rejections come faster than they are recorded singly"));
    }
    aggregating = now;
  }

  @Override
  public boolean finished() {
    return queue.isClosed() && queue.records() == 0;
  }

  @Override
  public List<Pending> last() {
    List<Pending> batch = aggregates();
    batch.add(Pending.own(ControlRecord.of(clock.instant(), ControlEvent.CLOSED, Map.of())));
    return batch;
  }

  long recorded() {
    return recorded.get();
  }

  long aggregated() {
    return aggregated.get();
  }

  long lost() {
    return lost.total();
  }

  boolean failed() {
    return committer.failed();
  }

  /** Rows in memory, for tests of its bound. */
  int rows() {
    return table.size();
  }

  /** Stops taking rejections. */
  void stop() {
    queue.close();
  }

  boolean awaitEnd() {
    return committer.awaitEnd();
  }
}
