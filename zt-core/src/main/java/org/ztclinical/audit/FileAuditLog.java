package org.ztclinical.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.Notice;
import org.ztclinical.thread.DaemonThreads;

/** The log in files: callers encode and queue, the {@link Committer} writes. */
final class FileAuditLog implements AuditLog, Committer.Source {
  private static final long MAX_BATCH = 1 << 20;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(Committer.RETRY_MILLIS);
  private static final int HIGH_PERCENT = 80;

  private static final Executor CALLBACKS =
      ForkJoinPool.getCommonPoolParallelism() > 0
          ? ForkJoinPool.commonPool()
          : task -> DaemonThreads.named("zt-audit-callback").newThread(task).start();

  private final AuditConfig config;
  private final DirectoryLock lock;
  private final Pseudonyms pseudonyms;
  private final CommitQueue queue;
  private final Refusals refusals;
  private final Committer committer;
  private final FileRejectionLane rejections;
  private final List<SinkFeed> sinks = new ArrayList<>();

  private long gapDue = System.nanoTime();
  private boolean high;

  FileAuditLog(
      AuditConfig config,
      DirectoryLock lock,
      Pseudonyms pseudonyms,
      LogStore store,
      LogStore rejectionStore)
      throws IOException {
    this.config = config;
    this.lock = lock;
    this.pseudonyms = pseudonyms;
    this.queue = new CommitQueue(config.queueRecords, config.queueBytes);
    this.refusals = new Refusals(config.clock);
    this.committer =
        new Committer("zt-audit-log", store, config.origin, this, config.listener, this::wakeSinks);
    this.rejections =
        new FileRejectionLane(
            rejectionStore,
            AuditLayout.rejectionsOrigin(config.origin),
            config.rejections,
            config.clock,
            config.listener);
    AuditLayout layout = new AuditLayout(config.files, config.directory);
    for (AuditSink sink : config.sinks) {
      sinks.add(new SinkFeed(sink, layout, committer::position, config.listener));
    }
  }

  void start() {
    committer.start();
    rejections.start();
    sinks.forEach(SinkFeed::start);
  }

  @Override
  public AuditReceipt record(AuditRecord record) throws AuditUnavailableException {
    return recordAll(List.of(record));
  }

  @Override
  public AuditReceipt recordAll(List<? extends AuditRecord> records)
      throws AuditUnavailableException {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("there must be a record to record");
    }
    long deadline = CommitQueue.deadline(config.deadline);
    List<Pending> group = enqueue(records, deadline);
    try {
      // Records become durable in order, so the last receipt speaks for all.
      return Receipts.await(group.get(group.size() - 1), deadline);
    } catch (AuditUnavailableException e) {
      refusals.add(group.size());
      group.forEach(pending -> pending.done.completeExceptionally(e));
      throw e;
    }
  }

  private List<Pending> enqueue(List<? extends AuditRecord> records, long deadline)
      throws AuditUnavailableException {
    List<Pending> group = new ArrayList<>(records.size());
    for (AuditRecord record : records) {
      group.add(Pending.of(record));
    }
    if (!queue.offer(group, deadline)) {
      refusals.add(group.size());
      throw new AuditUnavailableException(
          queue.isClosed() ? AuditReason.CLOSED : AuditReason.QUEUE_FULL, null);
    }
    return group;
  }

  @Override
  public CompletableFuture<AuditReceipt> submit(AuditRecord record) {
    try {
      long deadline = CommitQueue.deadline(config.deadline);
      Pending pending = enqueue(List.of(record), deadline).get(0);
      CompletableFuture<AuditReceipt> result = new CompletableFuture<>();
      var unused =
          pending
              .done
              .orTimeout(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
              .whenCompleteAsync((receipt, failure) -> pass(receipt, failure, result), CALLBACKS);
      return result;
    } catch (AuditUnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void pass(
      @Nullable AuditReceipt receipt,
      @Nullable Throwable failure,
      CompletableFuture<AuditReceipt> result) {
    if (receipt != null) {
      result.complete(receipt);
      return;
    }
    refusals.add(1);
    result.completeExceptionally(
        failure instanceof TimeoutException
            ? new AuditUnavailableException(AuditReason.LATE, null)
            : Receipts.unavailable(failure));
  }

  /** What has queued up, behind a word about what had to be refused. */
  @Override
  public List<Pending> next() {
    noticeHigh();
    List<Pending> batch = queue.poll(MAX_BATCH, IDLE_NANOS);
    if (refusals.untold() && System.nanoTime() - gapDue >= 0) {
      gapDue = System.nanoTime() + IDLE_NANOS;
      batch.add(0, refusals.gap());
    }
    return batch;
  }

  private void noticeHigh() {
    int percent = queue.percentFull();
    if (percent >= HIGH_PERCENT && !high) {
      high = true;
      config.listener.on(
          new Notice(Notice.Kind.AUDIT_QUEUE_HIGH, config.origin, percent + " % full"));
    } else if (percent < HIGH_PERCENT / 2) {
      high = false;
    }
  }

  @Override
  public boolean finished() {
    return queue.isClosed() && queue.records() == 0;
  }

  @Override
  public List<Pending> last() {
    List<Pending> batch = new ArrayList<>();
    if (refusals.untold()) {
      batch.add(refusals.gap());
    }
    Map<String, String> facts = Map.of("refused", String.valueOf(refusals.total()));
    batch.add(Pending.own(ControlRecord.of(config.clock.instant(), ControlEvent.CLOSED, facts)));
    return batch;
  }

  private void wakeSinks() {
    sinks.forEach(SinkFeed::wake);
  }

  @Override
  public RejectionLane rejections() {
    return rejections;
  }

  @Override
  public Pseudonyms pseudonyms() {
    return pseudonyms;
  }

  @Override
  public AuditHealth health() {
    Map<String, Long> lag = new HashMap<>();
    sinks.forEach(sink -> lag.put(sink.name(), sink.lag()));
    return new AuditHealth(
        state(lag),
        queue.records(),
        queue.bytes(),
        committer.forceMicros(),
        committer.position().nextIndex(),
        refusals.total(),
        lag,
        rejections.recorded(),
        rejections.aggregated(),
        rejections.lost());
  }

  private AuditHealth.State state(Map<String, Long> lag) {
    if (committer.failed()) {
      return AuditHealth.State.FAILED;
    }
    boolean degraded =
        queue.percentFull() >= HIGH_PERCENT
            || committer.withoutReserve()
            || rejections.failed()
            || lag.values().stream().anyMatch(records -> records > config.queueRecords);
    return degraded ? AuditHealth.State.DEGRADED : AuditHealth.State.OK;
  }

  @Override
  public void close() {
    rejections.stop();
    queue.close();
    boolean logEnded = committer.awaitEnd();
    boolean laneEnded = rejections.awaitEnd();
    sinks.forEach(SinkFeed::stop);
    sinks.forEach(SinkFeed::awaitEnd);
    if (logEnded && laneEnded) { // A writer stuck in the disk must not find a second one beside it.
      lock.release();
    }
  }
}
