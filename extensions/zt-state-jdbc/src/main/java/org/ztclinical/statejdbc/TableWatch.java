package org.ztclinical.statejdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateListener;
import org.ztclinical.state.StateListeners;
import org.ztclinical.state.StateSubscription;
import org.ztclinical.thread.DaemonThreads;

/**
 * Looks at the table at intervals: for changes, while somebody listens, and for rows to delete.
 *
 * <p>A change is dated when its statement runs and seen when that commits, which is later. So each
 * look goes back by more than a statement may take, and what was told already is not told again.
 */
final class TableWatch implements AutoCloseable {
  static final Duration LOOK_EVERY = Duration.ofMillis(400);

  private static final Duration LOOK_BACK = Duration.ofSeconds(10);
  private static final int MOST_CHANGES = 20_000;
  private static final int DELETED_AT_ONCE = 500;
  private static final int BATCHES = 20;
  private static final Duration DELETE_EVERY = Duration.ofSeconds(20);

  private final StateTable table;

  /** Milliseconds; longer than a statement may take. */
  private final long back;

  private final StateListeners listeners = new StateListeners();
  private final ScheduledExecutorService thread;
  private final List<ScheduledFuture<?>> works;

  /** What was told, and when it had changed; of the time that each look goes back. */
  private Map<String, Long> told = new HashMap<>();

  /** By the database's clock, the last successful look; 0 while nobody listens. */
  private long lastLook;

  TableWatch(StateTable table, Duration longestStatement) {
    this.table = table;
    this.back = LOOK_BACK.plus(longestStatement).toMillis();
    this.thread = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("zt-state-jdbc"));
    this.works = List.of(every(LOOK_EVERY, this::look), every(DELETE_EVERY, this::delete));
  }

  private ScheduledFuture<?> every(Duration interval, Runnable work) {
    return thread.scheduleWithFixedDelay(
        work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** From now on; what happened before is the caller's to read. */
  StateSubscription subscribe(StateListener listener) throws SQLException {
    synchronized (this) {
      if (lastLook == 0) {
        long now = table.now();
        told = new HashMap<>(table.changedSince(now - back, MOST_CHANGES));
        lastLook = now;
      }
      return listeners.add(listener);
    }
  }

  private synchronized void look() {
    if (listeners.isEmpty()) {
      lastLook = 0;
      return;
    }
    try {
      long now = table.now();
      Map<String, Long> changes = table.changedSince(now - back, MOST_CHANGES);
      boolean missed = now - lastLook > back || changes.size() >= MOST_CHANGES;
      Map<String, Long> before = told;
      told = new HashMap<>(changes);
      lastLook = now;
      if (missed) {
        listeners.missed();
      }
      changes.forEach(
          (key, when) -> {
            if (!when.equals(before.get(key))) {
              StateKey.parse(key).ifPresent(listeners::changed);
            }
          });
    } catch (SQLException | RuntimeException e) {
      // The next look goes back as far as the last that succeeded, or says that it cannot.
      return;
    }
  }

  private void delete() {
    try {
      int batch = 0;
      while (batch < BATCHES && table.deleteEnded(DELETED_AT_ONCE) == DELETED_AT_ONCE) {
        batch++;
      }
    } catch (SQLException | RuntimeException e) {
      // Rows that have ended are not read; they may stay a while longer.
      return;
    }
  }

  @Override
  public void close() {
    works.forEach(work -> work.cancel(false));
    thread.shutdown();
  }
}
