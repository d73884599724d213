package org.ztclinical.fhir;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.thread.DaemonThreads;

/**
 * Bounds what is asked of others while a request waits: how long one question may take, and how
 * many are under way. A question that is late, that fails, or that finds no thread in time has no
 * answer, and whatever depends on it is denied; the request's own thread never waits longer than
 * the deadline. A late question is interrupted; one that ignores that keeps its thread, of which
 * there are only so many. Questions run on threads of their own, so that what an application keeps
 * by thread (a transaction, a caller's rights) is not there. Safe for use by many threads.
 */
public final class FactDeadline implements AutoCloseable {
  /** Nobody should wait longer for a decision. */
  public static final Duration LONGEST = Duration.ofSeconds(10);

  /** More at once would be a load of its own. */
  public static final int MOST_AT_ONCE = 1024;

  private static final Duration USUAL = Duration.ofMillis(500);
  private static final int USUAL_AT_ONCE = 64;
  private static final long IDLE_SECONDS = 30;

  private final Duration each;
  private final Semaphore free;
  private final ThreadPoolExecutor threads;
  private final FactNotices notices;

  private FactDeadline(Duration each, int atOnce, NoticeListener listener) {
    this.each = each;
    this.free = new Semaphore(atOnce);
    // Twice as many, because a thread is not idle yet when it gives its place back.
    this.threads =
        new ThreadPoolExecutor(
            0,
            2 * atOnce,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("zt-facts"));
    this.notices = new FactNotices(listener);
  }

  /** Half a second, 64 at once. */
  public static FactDeadline usual(NoticeListener notices) {
    return of(USUAL, USUAL_AT_ONCE, notices);
  }

  /**
   * A deadline.
   *
   * @param each how long one question may take; at most {@link #LONGEST}
   * @param atOnce how many may be under way, each on a thread; at most {@link #MOST_AT_ONCE}
   * @param notices hears of late and failed questions, at most once a second of each; never of what
   *     was asked
   */
  public static FactDeadline of(Duration each, int atOnce, NoticeListener notices) {
    if (each.isNegative() || each.isZero() || each.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a deadline for facts is above 0 and at most 10 s");
    }
    if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
      throw new IllegalArgumentException("facts asked at once are 1 to " + MOST_AT_ONCE);
    }
    return new FactDeadline(each, atOnce, Objects.requireNonNull(notices, "notices"));
  }

  /**
   * The answer, when it is there in time. Throws nothing.
   *
   * @param source who is asked, for operators: a word of the code, never request data
   */
  public <T> Optional<T> ask(String source, Supplier<Optional<T>> question) {
    long until = System.nanoTime() + each.toNanos();
    @Nullable FutureTask<Optional<T>> asked = null;
    try {
      if (!free.tryAcquire(each.toNanos(), TimeUnit.NANOSECONDS)) {
        notices.say(Notice.Kind.FACTS_LATE, source, "too many questions at once");
        return Optional.empty();
      }
      asked =
          new FutureTask<>(
              DaemonThreads.withClassesOfCaller(() -> Objects.requireNonNull(question.get())));
      start(asked);
      // What is over already is asked for all the same: the answer may be there.
      long left = Math.max(0, until - System.nanoTime());
      return asked.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      notices.say(Notice.Kind.FACTS_LATE, source, "no answer within " + each.toMillis() + " ms");
    } catch (ExecutionException e) {
      // Its message may hold what was asked; the name of its class cannot.
      notices.say(Notice.Kind.FACTS_UNAVAILABLE, source, nameOf(e.getCause()));
    } catch (RejectedExecutionException e) {
      notices.say(Notice.Kind.FACTS_UNAVAILABLE, source, nameOf(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (asked != null) {
      asked.cancel(true);
    }
    return Optional.empty();
  }

  private void start(FutureTask<?> asked) {
    try {
      threads.execute(
          () -> {
            try {
              asked.run();
            } finally {
              free.release();
            }
          });
    } catch (RejectedExecutionException e) {
      free.release();
      throw e;
    }
  }

  /** Says that an answer was not to what was asked. */
  void answeredOtherwise(String source) {
    notices.say(Notice.Kind.FACTS_UNAVAILABLE, source, "an answer to another question");
  }

  private static String nameOf(@Nullable Throwable failure) {
    return failure == null ? "" : failure.getClass().getSimpleName();
  }

  /** Interrupts what is under way; questions that come later have no answer. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  @Override
  public String toString() {
    return "facts within " + each.toMillis() + " ms";
  }
}
