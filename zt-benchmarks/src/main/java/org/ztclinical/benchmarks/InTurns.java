package org.ztclinical.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets several pieces of work take turns in one JVM and measures the processor time that all Java
 * threads spend on each: what else the machine does changes all of them alike, and hardly this.
 */
final class InTurns {
  /** Work, whose result is kept so that it cannot be left out. */
  interface Work {
    Object run() throws Exception;
  }

  /** So long is a turn, how many are only for warming up, and how many count. */
  record Pace(int millis, int warmUp, int counted) {
    static final Pace FULL = new Pace(400, 10, 15);
    static final Pace QUICK = new Pace(1, 0, 1);

    /** Each work is done once in a turn, for what differs by little of what it takes. */
    static final Pace ONCE = new Pace(0, 1_000, 1_500);
  }

  private final Pace pace;
  private final Map<String, Work> works = new LinkedHashMap<>();
  private volatile Object kept = "";

  InTurns(Pace pace) {
    this.pace = pace;
  }

  InTurns with(String name, Work work) {
    works.put(name, work);
    return this;
  }

  /** Microseconds for each time that a work was done, turn by turn. */
  Map<String, List<Double>> measure() throws Exception {
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    for (int turn = 0; turn < pace.warmUp() + pace.counted(); turn++) {
      for (Map.Entry<String, Work> work : works.entrySet()) {
        double took = turn(work.getValue());
        if (turn >= pace.warmUp()) {
          micros.computeIfAbsent(work.getKey(), any -> new ArrayList<>()).add(took);
        }
      }
    }
    return micros;
  }

  private double turn(Work work) throws Exception {
    long end = System.nanoTime() + pace.millis() * 1_000_000L;
    long before = ProcessorTime.used();
    int times = 0;
    do {
      kept = work.run();
      times++;
    } while (System.nanoTime() < end);
    return (ProcessorTime.used() - before) / 1e3 / times;
  }

  @Override
  public String toString() {
    return works.keySet() + (kept.equals("") ? "" : " measured");
  }
}
