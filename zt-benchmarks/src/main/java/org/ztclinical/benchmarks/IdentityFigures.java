package org.ztclinical.benchmarks;

import java.security.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;
import org.ztclinical.benchmarks.JmhRounds.Pace;
import org.ztclinical.benchmarks.JmhRounds.Series;

/**
 * The table of identity: tokens and proofs beside their floors and beside Spring Security; where
 * this build has a fast provider of signatures, that again with it. By processor time.
 */
final class IdentityFigures {
  /** A signature takes long, and what is around it is warm only after thousands of them. */
  private static final Pace FULL = new Pace(3, 5, 2, 700);

  /** For what is done ten thousand times in a second and more. */
  private static final Pace FAST = new Pace(3, 2, 2, 700);

  private static final Set<String> FAST_ONES =
      Set.of(
          "TokenBenchmark.sha256",
          "TokenBenchmark.cached",
          "TokenBenchmark.callerSeen",
          IdentityComparisons.BARE_RS256,
          "IntrospectedTokenBenchmark.sha256",
          "IntrospectedTokenBenchmark.seen");

  private final StringBuilder table =
      new StringBuilder(
          """
          | what | processor time | peer | peer's | ratio (min–max) | target | met |
          |---|---|---|---|---|---|---|
          """);

  private final boolean quick;

  private IdentityFigures(boolean quick) {
    this.quick = quick;
  }

  /** Measures and gives the table in Markdown. */
  static String take(boolean quick) throws RunnerException {
    IdentityFigures figures = new IdentityFigures(quick);
    figures.measure("identity", IdentityComparisons.all(), List.of());
    Optional<Provider> fast = ChosenProvider.fast();
    if (fast.isPresent()) {
      figures.measure(
          "identity, fast provider",
          IdentityComparisons.ofProvider(fast.get().getName()),
          List.of("-D" + ChosenProvider.FAST + "=true"));
    } else {
      figures.table.append(
          "\nNo fast provider is in this build: add the profile `fast-provider`.\n");
    }
    return figures.table.toString();
  }

  private void measure(String section, List<Comparison> lines, List<String> jvm)
      throws RunnerException {
    Map<Pace, List<String>> byPace =
        benchmarks(lines).stream().collect(Collectors.groupingBy(this::pace));
    JmhRounds rounds = JmhRounds.at(quick ? Pace.QUICK : FULL);
    rounds.run(
        section,
        byPace.entrySet().stream().map(e -> new Series(e.getValue(), e.getKey())).toList(),
        jvm,
        Map.of());
    lines.forEach(line -> table.append(row(rounds, line)));
  }

  private Pace pace(String name) {
    if (quick) {
      return Pace.QUICK;
    }
    boolean fast =
        FAST_ONES.contains(name)
            || name.startsWith("SessionBenchmark.")
            || name.startsWith("RefusedTokenBenchmark.");
    return fast ? FAST : FULL;
  }

  /** The benchmarks that these lines need. */
  static Set<String> benchmarks(Collection<Comparison> lines) {
    Set<String> names = new LinkedHashSet<>();
    for (Comparison line : lines) {
      names.add(line.ours());
      names.add(line.peer());
    }
    return names;
  }

  private static String row(JmhRounds rounds, Comparison line) {
    List<Double> ours = rounds.processorNanos(line.ours());
    List<Double> peers = rounds.processorNanos(line.peer());
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds.rounds(); round++) {
      ratios.add(ours.get(round) / peers.get(round));
    }
    Median median = Median.of(ours);
    Median ratio = Median.of(ratios);
    String digits = ratio.value() < 0.1 ? "%.3f (%.3f–%.3f)" : "%.2f (%.2f–%.2f)";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | " + digits + " | %s |%n",
        line.title(),
        time(median),
        line.peerTitle(),
        time(Median.of(peers)),
        ratio.value(),
        ratio.min(),
        ratio.max(),
        line.target().cells(ratio.value(), median.value() / 1_000));
  }

  private static String time(Median median) {
    double nanos = median.value();
    if (nanos < 1_000) {
      return String.format(Locale.ROOT, nanos < 10 ? "%.1f ns" : "%.0f ns", nanos);
    }
    return String.format(Locale.ROOT, nanos < 10_000 ? "%.2f µs" : "%,.1f µs", nanos / 1_000);
  }
}
