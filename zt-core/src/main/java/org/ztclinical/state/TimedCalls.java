package org.ztclinical.state;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ztclinical.thread.DaemonThreads;

/**
 * Bounds the time of calls that have no bound of their own, for providers: each runs on a thread of
 * this, and whoever waits for it waits no longer than agreed. What runs on is not interrupted,
 * since drivers lose their connections for it; it takes one of the threads until it ends, and when
 * all are taken, calls wait for one and then fail. Safe for use by many threads.
 */
public final class TimedCalls implements AutoCloseable {
  /** Most calls that may be under way. */
  public static final int MAX_AT_ONCE = 256;

  private static final Duration MAX_EACH = Duration.ofSeconds(30);
  private static final int WAITING = 1024;
  private static final long IDLE_SECONDS = 30;

  private final String store;
  private final Duration each;
  private final ThreadPoolExecutor threads;

  private TimedCalls(String store, Duration each, ThreadPoolExecutor threads) {
    this.store = store;
    this.each = each;
    this.threads = threads;
  }

  /**
   * Calls of this store.
   *
   * @param store what failures name, as in {@code the database}
   * @param each how long one may take: more than zero, at most 30 s
   * @param atOnce how many may be under way, 1 to {@value #MAX_AT_ONCE}
   */
  public static TimedCalls create(String store, Duration each, int atOnce) {
    Objects.requireNonNull(store, "store");
    if (each.isNegative() || each.isZero() || each.compareTo(MAX_EACH) > 0) {
      throw new IllegalArgumentException("a call takes more than zero and at most 30 s");
    }
    if (atOnce < 1 || atOnce > MAX_AT_ONCE) {
      throw new IllegalArgumentException("1 to " + MAX_AT_ONCE + " calls at once");
    }
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            DaemonThreads.numbered("zt-state"));
    threads.allowCoreThreadTimeOut(true);
    return new TimedCalls(store, each, threads);
  }

  /**
   * What the call returns.
   *
   * @param call whatever it throws, other than what this declares, is told by its class alone: a
   *     driver's messages hold keys and values
   * @throws StateUnavailableException when it fails, takes too long, or the thread is interrupted,
   *     which it then stays
   */
  public <T> T call(Callable<T> call) throws StateUnavailableException {
    FutureTask<T> task = new FutureTask<>(DaemonThreads.withClassesOfCaller(call));
    try {
      threads.execute(task);
      return task.get(each.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw failed(threads.isShutdown() ? "is closed" : "has too many calls under way");
    } catch (TimeoutException e) {
      // What has not begun will not; what has is bounded by the driver, or keeps its thread.
      task.cancel(false);
      threads.remove(task);
      throw failed("did not answer within " + each.toMillis() + " ms");
    } catch (InterruptedException e) {
      task.cancel(false);
      threads.remove(task);
      Thread.currentThread().interrupt();
      throw failed("was not waited for: the thread was interrupted");
    } catch (ExecutionException e) {
      throw unavailable(e.getCause());
    }
  }

  private StateUnavailableException unavailable(@Nullable Throwable failure) {
    if (failure instanceof StateUnavailableException known) {
      return known;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failed(failure == null ? "failed" : "failed with " + failure.getClass().getSimpleName());
  }

  private StateUnavailableException failed(String how) {
    return new StateUnavailableException(StateUnavailableException.Cause.FAILED, store + " " + how);
  }

  /** Ends it: later calls fail; those under way may finish. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
