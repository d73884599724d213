package org.ztclinical.thread;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the library's own threads: daemons with a name. A thread is often started by a request and
 * outlives it, so it takes nothing of whoever started it: it has the library's class loader as its
 * context class loader (a web application that was stopped can be unloaded) and no inheritable
 * thread-locals (what one caller left in them is not there for the next). What it dies of is logged
 * by its class alone, since messages may hold what was asked. Safe for use by many threads.
 */
public final class DaemonThreads implements ThreadFactory {
  private static final Logger LOG = LoggerFactory.getLogger(DaemonThreads.class);
  private static final @Nullable ClassLoader OWN_CLASSES = DaemonThreads.class.getClassLoader();

  private final IntFunction<String> names;
  private final AtomicInteger made = new AtomicInteger();

  private DaemonThreads(IntFunction<String> names) {
    this.names = names;
  }

  /** Threads that all have this name. */
  public static DaemonThreads named(String name) {
    Objects.requireNonNull(name, "name");
    return new DaemonThreads(number -> name);
  }

  /** Threads that have this name and a number, as in {@code zt-state-1}. */
  public static DaemonThreads numbered(String name) {
    Objects.requireNonNull(name, "name");
    return new DaemonThreads(number -> name + "-" + number);
  }

  /** A thread that is not started yet. */
  @Override
  public Thread newThread(Runnable work) {
    Objects.requireNonNull(work, "work");
    // Of no size of its own, and without the inheritable thread-locals of whoever asks for it.
    Thread thread = new Thread(null, work, names.apply(made.incrementAndGet()), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(OWN_CLASSES);
    thread.setUncaughtExceptionHandler(DaemonThreads::died);
    return thread;
  }

  private static void died(Thread thread, Throwable cause) {
    LOG.error(lastWords(thread, cause));
  }

  /** What is logged of a thread that died. */
  static String lastWords(Thread thread, Throwable cause) {
    return "thread " + thread.getName() + " ended with " + cause.getClass().getName();
  }

  /**
   * The same work, which finds the application's classes as the thread that calls this does, and
   * only while it runs: for what an application plugged in, as a driver that loads classes by name.
   */
  public static <T> Callable<T> withClassesOfCaller(Callable<T> work) {
    Objects.requireNonNull(work, "work");
    @Nullable ClassLoader classes = Thread.currentThread().getContextClassLoader();
    return () -> {
      Thread thread = Thread.currentThread();
      @Nullable ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(classes);
      try {
        return work.call();
      } finally {
        thread.setContextClassLoader(before);
      }
    };
  }
}
