package org.ztclinical.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
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
 * thread of its own. What could not be told is told later, and what the store lost is told again.
 * Learning does not depend on telling: a store that is full can still be read. Safe for use by many
 * threads.
 */
final class Sharing implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_UNTOLD = 100_000;
  private static final int AGAIN_AT_A_TIME = 1_000;

  private final Revocations revocations;
  private final SharedMarks ended;
  private final SharedMarks conditions;
  private final InstantSource clock;
  private final NoticeListener notices;
  private final Duration blind;
  private final ReentrantLock reading = new ReentrantLock();

  /** What the store lost and nobody has told again. Guarded by the lock. */
  private final Set<Mark> lost = new HashSet<>();

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

  /**
   * Tells the others; what cannot be told now is told later. Waits for the store alone, and not for
   * long while others use it.
   */
  void tell(List<Mark> marks) throws SessionsUnavailableException {
    if (marks.isEmpty()) {
      return;
    }
    synchronized (untold) {
      if (untold.size() + marks.size() <= MOST_UNTOLD) {
        untold.addAll(marks);
      } else {
        report("too much cannot be told to other instances");
        throw new SessionsUnavailableException("other instances cannot be told");
      }
    }
    if (!isMine()) {
      throw new SessionsUnavailableException("other instances are told later");
    }
    try {
      lookForLosses();
      tellAll();
    } catch (StateUnavailableException | RuntimeException e) {
      report(why(e));
      throw new SessionsUnavailableException("other instances are told later", e);
    } finally {
      reading.unlock();
    }
  }

  private boolean isMine() {
    try {
      return reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void tellAll() throws StateUnavailableException {
    Mark next = first();
    while (next != null) {
      tell(next);
      synchronized (untold) {
        untold.removeFirst();
      }
      next = first();
    }
  }

  private void tell(Mark mark) throws StateUnavailableException {
    (mark.kind() == Mark.Kind.UNTIL ? ended : conditions).write(mark);
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
      long start = clock.millis();
      lookForLosses();
      ended.read(this::learned, () -> report("a mark that cannot be read"));
      conditions.read(this::learned, () -> report("a mark that cannot be read"));
      revocations.forgetEnded();
      learnedAt = start;
      tellAll();
      tellAgain();
      failing = false;
    } catch (StateUnavailableException | RuntimeException e) {
      report(why(e));
    } finally {
      reading.unlock();
    }
  }

  private void learned(Mark mark) {
    revocations.mark(mark);
    lost.remove(mark);
  }

  /** Whoever starts later must learn all the same, so each who knows tells again. */
  private void lookForLosses() throws StateUnavailableException {
    boolean someEnded = ended.hasLost();
    boolean someConditions = conditions.hasLost();
    if (someEnded) {
      lost.addAll(revocations.all(Mark.Kind.UNTIL));
    }
    if (someConditions) {
      lost.addAll(revocations.all(Mark.Kind.WHILE));
    }
    if (someEnded || someConditions) {
      notices.on(
          new Notice(
              Notice.Kind.SESSIONS_UNSHARED,
              "ended sessions",
              "the store lost what it kept: it is told again"));
    }
  }

  /** In parts: what another instance told meanwhile need not be told by this one. */
  private void tellAgain() throws StateUnavailableException {
    Iterator<Mark> rest = lost.iterator();
    for (int i = 0; i < AGAIN_AT_A_TIME && rest.hasNext(); i++) {
      Mark mark = rest.next();
      if (mark.end() > clock.millis()) {
        tell(mark);
      }
      rest.remove();
    }
  }

  /** By its kind: messages may hold what is kept. */
  private static String why(Exception failure) {
    return failure instanceof StateUnavailableException known
        ? known.reason().name()
        : failure.getClass().getSimpleName();
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
