package org.ztclinical.audit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.thread.DaemonThreads;

/**
 * Feeds one sink from the files, on a thread of its own: deliver, then move the cursor. The writer
 * only wakes it.
 */
final class SinkFeed {
  private static final int BATCH = 256;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LAST_PAUSE = TimeUnit.SECONDS.toNanos(30);
  private static final long STOP_MILLIS = 2_000;
  private static final long IDLE = TimeUnit.SECONDS.toNanos(1);

  private final AuditSink sink;
  private final LogTail tail;
  private final SinkCursor cursor;
  private final Supplier<LogPosition> durable;
  private final NoticeListener listener;
  private final Thread thread;

  private volatile LogPosition place;
  private volatile boolean stopping;
  private boolean lagging;

  SinkFeed(
      AuditSink sink, AuditLayout layout, Supplier<LogPosition> durable, NoticeListener listener)
      throws IOException {
    this.sink = sink;
    this.tail = new LogTail(layout.log());
    this.cursor = new SinkCursor(layout.files(), layout.sinks(), sink.name());
    this.durable = durable;
    this.listener = listener;
    this.place = cursor.load();
    this.thread = DaemonThreads.named("zt-audit-sink-" + sink.name()).newThread(this::run);
    // A sink is the application's, and so are the classes that it loads by name.
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
  }

  void start() {
    thread.start();
  }

  /** There may be more; called by the writer. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Ends after the batch under way; what was not delivered comes at the next opening. */
  void stop() {
    stopping = true;
    wake();
  }

  /** Waits for the batch under way, but not for ever: a sink may hang. */
  void awaitEnd() {
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long lag() {
    return Math.max(0, durable.get().nextIndex() - place.nextIndex());
  }

  String name() {
    return sink.name();
  }

  private void run() {
    long pause = FIRST_PAUSE;
    while (!stopping) {
      try {
        if (!deliverSome()) {
          lagging = false;
          LockSupport.parkNanos(this, IDLE);
        }
        pause = FIRST_PAUSE;
      } catch (Exception e) { // A sink may throw anything; the records wait for it on disk.
        noticeLag();
        LockSupport.parkNanos(this, pause);
        pause = Math.min(LAST_PAUSE, pause * 2);
      }
    }
  }

  private boolean deliverSome() throws Exception {
    LogTail.Batch batch = tail.read(place, durable.get(), BATCH);
    if (batch.entries().isEmpty()) {
      return false;
    }
    sink.deliver(batch.entries());
    if (stopping) {
      return true; // Another log may be open by now; the batch comes once more.
    }
    cursor.save(batch.next());
    place = batch.next();
    return true;
  }

  private void noticeLag() {
    if (!lagging) {
      lagging = true;
      listener.on(
          new Notice(
              Notice.Kind.AUDIT_SINK_LAGGING, sink.name(), lag() + " records are not delivered"));
    }
  }
}
