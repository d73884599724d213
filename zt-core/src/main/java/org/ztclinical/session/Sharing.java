package org.ztclinical.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.thread.DaemonThreads;

/**
 * Tells other instances what was ended here, and learns what they ended: every half second, on a
 * thread of its own. What could not be told is told later. Safe for use by many threads.
 */
final class Sharing implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MOST_UNTOLD = 100_000;

  private final Revocations revocations;
  private final SharedMarks ended;
  private final SharedMarks conditions;
  private final InstantSource clock;
  private final NoticeListener notices;
  private final Duration blind;
  private final ReentrantLock reading = new ReentrantLock();

  /** Guarded by itself. */
  private final Deque<Mark> untold = new ArrayDeque<>();

  private final ScheduledThreadPoolExecutor thread;
  private volatile long learnedAt;
  private volatile boolean failing;

  Sharing(
      Revocations revocations,
      StateStore store,
      Duration kept,
      Duration blind,
      InstantSource clock,
      NoticeListener notices) {
    this.revocations = revocations;
    this.ended = SharedMarks.ended(store, clock, kept);
    this.conditions = SharedMarks.conditions(store, clock);
    this.blind = blind;
    this.clock = clock;
    this.notices = notices;
    this.thread = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("zt-sessions"));
  }

  /** Learns what matters, then goes on learning. */
  void start() {
    learn();
    var unused =
        thread.scheduleWithFixedDelay(
            this::learn, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tells the others; what cannot be told now is told later. */
  void tell(List<Mark> marks) throws SessionsUnavailableException {
    synchronized (untold) {
      if (untold.size() + marks.size() <= MOST_UNTOLD) {
        untold.addAll(marks);
      } else {
        report("too much cannot be told to other instances");
        throw new SessionsUnavailableException("other instances cannot be told");
      }
    }
    reading.lock();
    try {
      tellAll();
    } catch (StateUnavailableException e) {
      report(e.reason().name());
      throw new SessionsUnavailableException("other instances are told later", e);
    } finally {
      reading.unlock();
    }
  }

  private void tellAll() throws StateUnavailableException {
    Mark next = first();
    while (next != null) {
      (next.kind() == Mark.Kind.UNTIL ? ended : conditions).write(next);
      synchronized (untold) {
        untold.removeFirst();
      }
      next = first();
    }
  }

  private @Nullable Mark first() {
    synchronized (untold) {
      return untold.peekFirst();
    }
  }

  /** One round; never fails. */
  void learn() {
    reading.lock();
    try {
      tellAll();
      ended.read(revocations::mark, () -> report("a mark that cannot be read"));
      conditions.read(revocations::mark, () -> report("a mark that cannot be read"));
      revocations.forgetEnded();
      learnedAt = clock.millis();
      failing = false;
    } catch (StateUnavailableException e) {
      report(e.reason().name());
    } catch (RuntimeException e) {
      report(e.getClass().getSimpleName());
    } finally {
      reading.unlock();
    }
  }

  /** Once for each row of failures. */
  private void report(String detail) {
    if (!failing) {
      failing = true;
      notices.on(new Notice(Notice.Kind.SESSIONS_UNSHARED, "ended sessions", detail));
    }
  }

  /** True when for too long nothing was learned. */
  boolean isBlind() {
    return clock.millis() - learnedAt > blind.toMillis();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
