package org.ztclinical.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.reason.Experimental;
import org.ztclinical.thread.DaemonThreads;

/**
 * Looks at the sources of policies at an interval, so that a changed file changes decisions without
 * a restart. Polling and not file events: it works alike on every file system, and a set is read as
 * a whole anyway.
 */
@Experimental
public final class PolicyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  private final ScheduledExecutorService executor;

  private PolicyWatch(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  /** Watches on a daemon thread of its own until closed. */
  public static PolicyWatch every(Duration interval, PolicyStore store) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("zt-policies"));
    return on(executor, interval, store);
  }

  /** Watches on this executor, which is shut down when the watch is closed. */
  static PolicyWatch on(ScheduledExecutorService executor, Duration interval, PolicyStore store) {
    Objects.requireNonNull(store, "store");
    long millis = requireLongEnough(interval).toMillis();
    var unused =
        executor.scheduleWithFixedDelay(() -> look(store), millis, millis, TimeUnit.MILLISECONDS);
    return new PolicyWatch(executor);
  }

  /** An executor drops a task that throws: whatever happens at one look, there is a next. */
  private static void look(PolicyStore store) {
    try {
      store.look();
    } catch (Throwable e) {
      LOG.error("a look at the policies failed: {}", e.getClass().getName());
    }
  }

  /**
   * The interval itself.
   *
   * @throws IllegalArgumentException when it is shorter than 100 ms
   */
  public static Duration requireLongEnough(Duration interval) {
    if (interval.toMillis() < 100) {
      throw new IllegalArgumentException("policies are looked at every 100 ms at most");
    }
    return interval;
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
