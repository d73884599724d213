package org.ztclinical.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;

/** The table of processor figures: medians over the rounds. */
final class CpuFigures {
  private static final int SETTLE_MILLIS = 5_000;

  private final JmhRounds rounds;

  private CpuFigures(JmhRounds rounds) {
    this.rounds = rounds;
  }

  /** Measures and gives the table in Markdown. */
  static String take(boolean quick) throws RunnerException {
    JmhRounds rounds = JmhRounds.at(quick ? JmhRounds.Pace.QUICK : JmhRounds.Pace.FULL);
    int settle = quick ? 0 : SETTLE_MILLIS;
    rounds.run("cpu", benchmarks(), List.of("-D" + Scratch.SETTLE + "=" + settle), Map.of());
    return new CpuFigures(rounds).table();
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
    for (int round = 0; round < rounds.rounds(); round++) {
      double time = time(comparison, round);
      ours.add(time);
      ratios.add(time / rounds.nanos(comparison.peer()).get(round));
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
        micros(Median.of(rounds.nanos(comparison.peer())).value()),
        ratio.value(),
        ratio.min(),
        ratio.max(),
        comparison.target().cells(ratio.value(), median.value() / 1_000));
  }

  private double time(Comparison comparison, int round) {
    double all = rounds.nanos(comparison.ours()).get(round);
    return comparison.without().map(base -> all - rounds.nanos(base).get(round)).orElse(all);
  }

  private String allocated(Comparison comparison) {
    double own = rounds.bytes(comparison.ours()).value();
    double base = comparison.without().map(name -> rounds.bytes(name).value()).orElse(0.0);
    return String.format(Locale.ROOT, "%,.0f B", own - base);
  }

  private static String micros(double nanos) {
    return String.format(Locale.ROOT, nanos < 10_000 ? "%.2f µs" : "%.1f µs", nanos / 1_000);
  }
}
