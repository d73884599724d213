package org.ztclinical.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.thread.DaemonThreads;

/**
 * The one thread that writes a lane: takes what has queued up, writes it, forces once,
 * acknowledges, and takes what has queued up meanwhile. There is no timer: a batch is as large as
 * the disk is slow.
 *
 * <p>After a failure the batch goes once more to a fresh segment. If that fails too, everything is
 * refused, and all that follows is refused untried for {@value #RETRY_MILLIS} ms, and then for
 * twice as long each time up to {@value #MAX_RETRY_MILLIS} ms, until one attempt succeeds.
 */
final class Committer {
  static final long RETRY_MILLIS = 500;
  static final long MAX_RETRY_MILLIS = 8_000;

  private static final Duration STOP = Duration.ofSeconds(10);

  /** Where batches come from. */
  interface Source {
    /** The next records, perhaps none; waits a while for some. */
    List<Pending> next();

    /** True when nothing will come any more. */
    boolean finished();

    /** Called when all has been written, to add a last word. */
    List<Pending> last();
  }

  private final LogStore store;
  private final String origin;
  private final Source source;
  private final NoticeListener listener;
  private final Runnable progress;
  private final Thread thread;

  private volatile LogPosition position;
  private volatile long forceMicros;
  private volatile boolean failed;
  private volatile boolean reserveFailed;
  private volatile boolean ended;
  private long retryAt;
  private long retryMillis = RETRY_MILLIS;

  Committer(
      String name,
      LogStore store,
      String origin,
      Source source,
      NoticeListener listener,
      Runnable progress) {
    this.store = store;
    this.origin = origin;
    this.source = source;
    this.listener = listener;
    this.progress = progress;
    this.position = store.position();
    this.thread = DaemonThreads.named(name).newThread(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      store.prepareReserve();
      while (!source.finished()) {
        commit(source.next());
      }
      commit(source.last());
    } finally {
      ended = true;
      store.close();
    }
  }

  private void commit(List<Pending> batch) {
    batch.removeIf(Pending::abandoned);
    if (failed && System.nanoTime() - retryAt < 0) {
      refuse(batch, null);
      return;
    }
    boolean secondTry = failed;
    int from = 0;
    while (from < batch.size()) {
      try {
        int count = store.append(batch, from);
        committed(batch.subList(from, from + count));
        from += count;
        secondTry = false;
      } catch (IOException | RuntimeException e) {
        abandon(e);
        if (secondTry) {
          refuse(batch.subList(from, batch.size()), e);
          return;
        }
        secondTry = true;
      }
    }
  }

  private void committed(List<Pending> records) {
    if (records.isEmpty()) {
      return;
    }
    position = store.position();
    forceMicros = store.forceMicros();
    noticeReserve();
    for (Pending record : records) {
      record.acknowledge(origin);
    }
    if (failed) {
      failed = false;
      retryMillis = RETRY_MILLIS;
      say(Notice.Kind.AUDIT_RECOVERED, "the log is written again");
    }
    progress.run();
  }

  private void noticeReserve() {
    boolean now = store.reserveFailed();
    if (now && !reserveFailed) {
      say(Notice.Kind.AUDIT_FAILED, "the next segment cannot be prepared: is the disk full?");
    }
    reserveFailed = now;
  }

  private void abandon(Exception cause) {
    // An interrupted writer finds its channel closed; the next segment must not inherit that.
    boolean interrupted = Thread.interrupted();
    store.abandonSegment();
    if (!failed) {
      String how = interrupted ? "the writer was interrupted" : String.valueOf(cause.getMessage());
      say(Notice.Kind.AUDIT_FAILED, "a segment is abandoned: " + how);
    }
  }

  private void refuse(List<Pending> records, @Nullable Exception cause) {
    if (cause != null) {
      failed = true;
      retryAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(retryMillis);
      retryMillis = Math.min(MAX_RETRY_MILLIS, retryMillis * 2);
    }
    for (Pending record : records) {
      record.done.completeExceptionally(
          new AuditUnavailableException(AuditReason.STORAGE_FAILED, cause));
    }
  }

  private void say(Notice.Kind kind, String detail) {
    listener.on(new Notice(kind, origin, detail));
  }

  LogPosition position() {
    return position;
  }

  long forceMicros() {
    return forceMicros;
  }

  /** True while nothing can be written. */
  boolean failed() {
    return failed || ended;
  }

  /** True while the lane works but has no segment in reserve. */
  boolean withoutReserve() {
    return reserveFailed;
  }

  /** Waits until the writer has written all and ended; false when the disk does not let it. */
  boolean awaitEnd() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + STOP.toNanos();
    while (thread.isAlive() && System.nanoTime() - deadline < 0) {
      try {
        thread.join(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
