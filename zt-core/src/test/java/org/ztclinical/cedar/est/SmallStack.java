package org.ztclinical.cedar.est;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Runs work on a thread with a stack of 256 KiB. */
final class SmallStack {
  private SmallStack() {}

  /** What the work threw, or null. */
  static Throwable run(Callable<?> work) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                work.call();
              } catch (Throwable e) {
                thrown.set(e);
              }
            },
            "small-stack",
            256 * 1024);
    thread.start();
    thread.join();
    return thrown.get();
  }
}
