package org.ztclinical.token;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One fetch, waited for by whoever needs it until it has disappointed somebody. */
final class Flight {
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean slow;
  private volatile boolean failed;

  /** Whether it ended, well or badly, within the budget; no wait once it is known to be slow. */
  boolean await(Duration budget) throws InterruptedException {
    if (slow) {
      return done.getCount() == 0;
    }
    boolean ended = done.await(budget.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      slow = true;
    }
    return ended;
  }

  void land() {
    done.countDown();
  }

  void fail() {
    failed = true;
    done.countDown();
  }

  boolean hasFailed() {
    return failed;
  }

  boolean isSlow() {
    return slow;
  }
}
