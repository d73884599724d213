package org.ztclinical.benchmarks.cedar;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Hand-written code and the others' engines, the sixteen questions in turns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineBenchmark {
  /** A constant of {@link Engines}. */
  @Param("HAND_WRITTEN")
  public String engine = "HAND_WRITTEN";

  private DecisionEngine started = question -> false;
  private int next;

  /** Starts the engine, which also checks its answers. */
  @Setup
  public void start() {
    started = Engines.valueOf(engine).start();
  }

  /** One decision. */
  @Benchmark
  public boolean decide() {
    next = (next + 1) & (Question.COUNT - 1);
    return started.allows(next);
  }
}
