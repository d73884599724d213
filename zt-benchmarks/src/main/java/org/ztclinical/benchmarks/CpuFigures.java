package org.ztclinical.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * Runs the JMH benchmarks in rounds, one fresh JVM for each benchmark and round, so that a
 * disturbance of the machine meets ours and the peer alike, and takes the median over the rounds.
 */
final class CpuFigures {
  private final Pace pace;
  private final Map<String, List<Double>> nanos = new HashMap<>();
  private final Map<String, Double> bytes = new HashMap<>();

  private CpuFigures(Pace pace) {
    this.pace = pace;
  }

  /** Measures and gives the table in Markdown. */
  static String take(boolean quick) throws RunnerException {
    CpuFigures figures = new CpuFigures(quick ? Pace.QUICK : Pace.FULL);
    for (int round = 1; round <= figures.pace.rounds(); round++) {
      System.err.printf("cpu: round %d of %d%n", round, figures.pace.rounds());
      figures.run();
    }
    return figures.table();
  }

  private void run() throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(pace.warmUps())
            .warmupTime(TimeValue.milliseconds(pace.millis()))
            .measurementIterations(pace.iterations())
            .measurementTime(TimeValue.milliseconds(pace.millis()))
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-Xms512m", "-Xmx512m", "-D" + Scratch.SETTLE + "=" + pace.settle())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    benchmarks().forEach(name -> options.include("\\." + name.replace(".", "\\.") + "$"));
    keep(new Runner(options.build()).run());
  }

  /** The benchmarks the comparisons need. */
  static Set<String> benchmarks() {
    Set<String> names = new LinkedHashSet<>();
    Comparisons.all()
        .forEach(
            comparison -> {
              names.add(comparison.ours());
              names.add(comparison.peer());
              comparison.without().ifPresent(names::add);
            });
    return names;
  }

  private void keep(Collection<RunResult> results) {
    for (RunResult result : results) {
      String name = shortName(result.getParams().getBenchmark());
      nanos
          .computeIfAbsent(name, unused -> new ArrayList<>())
          .add(result.getPrimaryResult().getScore());
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (allocated != null) {
        bytes.put(name, allocated.getScore());
      }
    }
  }

  /** Class and method, without the package. */
  static String shortName(String benchmark) {
    return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | what | median | allocates | peer | peer's median | ratio (min–max) | target | met |
            |---|---|---|---|---|---|---|---|
            """);
    Comparisons.all().forEach(comparison -> table.append(row(comparison)));
    return table.toString();
  }

  private String row(Comparison comparison) {
    List<Double> ours = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < pace.rounds(); round++) {
      double time = time(comparison, round);
      ours.add(time);
      ratios.add(time / nanosOf(comparison.peer()).get(round));
    }
    Median median = Median.of(ours);
    Median ratio = Median.of(ratios);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %.2f (%.2f–%.2f) | %s |%n",
        comparison.title(),
        micros(median.value()),
        allocated(comparison),
        comparison.peerTitle(),
        micros(Median.of(nanosOf(comparison.peer())).value()),
        ratio.value(),
        ratio.min(),
        ratio.max(),
        comparison.target().cells(ratio.value(), median.value() / 1_000));
  }

  private double time(Comparison comparison, int round) {
    double all = nanosOf(comparison.ours()).get(round);
    return comparison.without().map(base -> all - nanosOf(base).get(round)).orElse(all);
  }

  private List<Double> nanosOf(String benchmark) {
    List<Double> measured = nanos.getOrDefault(benchmark, List.of());
    if (measured.size() != pace.rounds()) {
      throw new IllegalStateException("not measured in every round: " + benchmark);
    }
    return measured;
  }

  private String allocated(Comparison comparison) {
    double own = bytes.getOrDefault(comparison.ours(), Double.NaN);
    double base = comparison.without().map(name -> bytes.getOrDefault(name, 0.0)).orElse(0.0);
    return String.format(Locale.ROOT, "%,.0f B", own - base);
  }

  private static String micros(double nanos) {
    return String.format(Locale.ROOT, nanos < 10_000 ? "%.2f µs" : "%.1f µs", nanos / 1_000);
  }

  /** How long to measure. */
  private record Pace(int rounds, int warmUps, int iterations, int millis, int settle) {
    static final Pace FULL = new Pace(3, 4, 2, 1_000, 5_000);
    static final Pace QUICK = new Pace(1, 1, 1, 100, 0);
  }
}
