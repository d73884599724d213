package org.ztclinical.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Threads that each do one thing after the other for a fixed time, in a closed loop, and how long
 * each took. The first failure ends the run: what fails fast proves nothing.
 */
final class Producers {
  private Producers() {}

  /** What one thread does. */
  interface Work extends Closeable {
    void once() throws Exception;

    /** Gives back what the thread used. */
    @Override
    default void close() throws IOException {}
  }

  /** Runs so many threads for so long, each with work of its own. */
  static Result run(int threads, long millis, Callable<? extends Work> works)
      throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
      List<Future<Times>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(() -> loop(works, end)));
      }
      List<Times> all = new ArrayList<>();
      for (Future<Times> one : running) {
        all.add(one.get());
      }
      return Result.of(all, System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw new IOException("the run broke off: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Times loop(Callable<? extends Work> works, long end) throws Exception {
    Times times = new Times();
    try (Work work = works.call()) {
      for (long start = System.nanoTime(); start < end; ) {
        work.once();
        long done = System.nanoTime();
        times.add(done - start);
        start = done;
      }
    }
    return times;
  }

  /** Nanoseconds in a growing array: boxing would cost the measuring side its share. */
  private static final class Times {
    private long[] nanos = new long[1_024];
    private int count;

    void add(long value) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = value;
    }
  }

  /**
   * What came of it.
   *
   * @param perSecond how often a second, all threads together
   * @param p50Millis half took at most this long
   * @param p99Millis all but one in a hundred took at most this long
   */
  record Result(double perSecond, double p50Millis, double p99Millis) {
    private static Result of(List<Times> all, long nanos) {
      long[] sorted =
          all.stream().flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count)).toArray();
      Arrays.sort(sorted);
      return new Result(sorted.length / (nanos / 1e9), millis(sorted, 0.50), millis(sorted, 0.99));
    }

    private static double millis(long[] sorted, double share) {
      int place = (int) Math.ceil(share * sorted.length) - 1;
      return sorted[Math.max(0, place)] / 1e6;
    }
  }
}
