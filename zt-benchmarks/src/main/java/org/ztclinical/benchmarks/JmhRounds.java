package org.ztclinical.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH benchmarks in rounds, one fresh JVM for each benchmark and round, so that a disturbance
 * of the machine meets ours and the peer alike. Keeps what each took and allocated, under names as
 * {@code TokenBenchmark.cold}, followed by a colon and the parameters where there are any.
 */
public final class JmhRounds {
  private final Pace pace;
  private final Map<String, List<Double>> nanos = new HashMap<>();
  private final Map<String, List<Double>> processor = new HashMap<>();
  private final Map<String, List<Double>> bytes = new HashMap<>();

  private JmhRounds(Pace pace) {
    this.pace = pace;
  }

  /** Rounds of this pace, nothing measured yet. */
  public static JmhRounds at(Pace pace) {
    return new JmhRounds(pace);
  }

  /**
   * Measures, all rounds.
   *
   * @param section what it is called in messages of progress
   * @param benchmarks the benchmarks, as in {@code TokenBenchmark.cold}, with their parameters or
   *     without
   * @param jvm further options of the JVM
   * @param parameters the values of the benchmarks' parameters
   */
  public void run(
      String section,
      Collection<String> benchmarks,
      List<String> jvm,
      Map<String, List<String>> parameters)
      throws RunnerException {
    run(section, List.of(new Series(benchmarks, pace)), jvm, parameters);
  }

  /** The same of benchmarks that need different paces: all of them once, before the next round. */
  void run(String section, List<Series> all, List<String> jvm, Map<String, List<String>> parameters)
      throws RunnerException {
    List<String> options = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
    options.addAll(jvm);
    for (int round = 1; round <= pace.rounds(); round++) {
      System.err.printf("%s: round %d of %d%n", section, round, pace.rounds());
      for (Series series : all) {
        measure(series, options, parameters);
      }
    }
  }

  private void measure(Series series, List<String> jvm, Map<String, List<String>> parameters)
      throws RunnerException {
    Pace own = series.pace();
    ChainedOptionsBuilder run =
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(own.warmUps())
            .warmupTime(TimeValue.milliseconds(own.millis()))
            .measurementIterations(own.iterations())
            .measurementTime(TimeValue.milliseconds(own.millis()))
            .addProfiler(GCProfiler.class)
            .addProfiler(ProcessorTime.class)
            .jvmArgsAppend(jvm.toArray(String[]::new))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    series.benchmarks().forEach(name -> run.include(pattern(name)));
    parameters.forEach((name, values) -> run.param(name, values.toArray(String[]::new)));
    new Runner(run.build()).run().forEach(this::keep);
  }

  /** All parameters of a benchmark are measured, if one is needed. */
  private static String pattern(String name) {
    int colon = name.indexOf(':');
    String method = colon < 0 ? name : name.substring(0, colon);
    return "\\." + method.replace(".", "\\.") + "$";
  }

  /** How many rounds there are. */
  public int rounds() {
    return pace.rounds();
  }

  /**
   * Nanoseconds per operation, a value for each round.
   *
   * @throws IllegalStateException when a round did not measure it
   */
  public List<Double> nanos(String name) {
    return ofEveryRound(nanos, name);
  }

  /**
   * Nanoseconds of processor time per operation, a value for each round; see {@link ProcessorTime}.
   *
   * @throws IllegalStateException when a round did not measure it
   */
  public List<Double> processorNanos(String name) {
    return ofEveryRound(processor, name);
  }

  /**
   * Bytes allocated per operation.
   *
   * @throws IllegalStateException when a round did not measure it
   */
  public Median bytes(String name) {
    return Median.of(ofEveryRound(bytes, name));
  }

  private List<Double> ofEveryRound(Map<String, List<Double>> measured, String name) {
    List<Double> values = measured.getOrDefault(name, List.of());
    if (values.size() != pace.rounds()) {
      throw new IllegalStateException("not measured in every round: " + name);
    }
    return values;
  }

  private void keep(RunResult result) {
    String name = name(result.getParams());
    add(nanos, name, result.getPrimaryResult());
    add(processor, name, result.getSecondaryResults().get(ProcessorTime.LABEL));
    add(bytes, name, result.getSecondaryResults().get("gc.alloc.rate.norm"));
  }

  private static void add(
      Map<String, List<Double>> measured, String name, @Nullable Result<?> result) {
    if (result != null) {
      measured.computeIfAbsent(name, unused -> new ArrayList<>()).add(result.getScore());
    }
  }

  /** Class, method and parameters, without the package. */
  static String name(BenchmarkParams params) {
    String benchmark = params.getBenchmark();
    StringBuilder name =
        new StringBuilder(
            benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1));
    for (String key : new TreeSet<>(params.getParamsKeys())) {
      name.append(':').append(params.getParam(key));
    }
    return name.toString();
  }

  /**
   * Benchmarks of one pace.
   *
   * @param benchmarks as in {@code TokenBenchmark.cold}
   * @param pace how long, but for the number of rounds
   */
  record Series(Collection<String> benchmarks, Pace pace) {}

  /**
   * How long to measure.
   *
   * @param rounds how often each benchmark gets a fresh JVM
   * @param warmUps how many times it runs before
   * @param iterations how many times it is measured
   * @param millis how long each of these lasts
   */
  public record Pace(int rounds, int warmUps, int iterations, int millis) {
    /** For figures. */
    public static final Pace FULL = new Pace(3, 4, 2, 1_000);

    /** To see that all parts work. */
    public static final Pace QUICK = new Pace(1, 1, 1, 100);
  }
}
