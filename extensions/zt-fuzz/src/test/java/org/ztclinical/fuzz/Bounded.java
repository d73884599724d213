package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Holds what reads input to a time that no input of a few kilobytes may cost. */
public final class Bounded {
  private static final Duration MOST = Duration.ofSeconds(2);

  private Bounded() {}

  /** Runs it, and counts the time of the processor: a busy machine is not the input's fault. */
  public static void run(Reading reading) throws Exception {
    long start = now();
    reading.run();
    assertThat(Duration.ofNanos(now() - start)).isLessThan(MOST);
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** What reads input. */
  @FunctionalInterface
  public interface Reading {
    /** Reads it. */
    void run() throws Exception;
  }
}
