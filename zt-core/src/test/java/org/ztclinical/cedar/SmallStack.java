package org.ztclinical.cedar;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs work on a thread with a stack of 256 KiB, which every room of the engine must do with. */
public final class SmallStack {
  private static final int BYTES = 256 * 1024;

  private SmallStack() {}

  /** What the work answers. */
  public static <T> T call(Callable<T> work) throws ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(null, task, "small-stack", BYTES).start();
    return task.get();
  }

  /** What the work threw, or null. */
  public static Throwable run(Callable<?> work) throws InterruptedException {
    try {
      call(work);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
