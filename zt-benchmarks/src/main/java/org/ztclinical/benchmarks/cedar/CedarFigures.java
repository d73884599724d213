package org.ztclinical.benchmarks.cedar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.ztclinical.benchmarks.JmhRounds;
import org.ztclinical.benchmarks.JmhRounds.Pace;
import org.ztclinical.benchmarks.Median;

/**
 * The tables of policy engines: what a decision costs each of them, what it costs ours as policies
 * grow in number, what it takes to begin, and which promises that keeps.
 */
public final class CedarFigures {
  private static final Pace FULL = new Pace(3, 3, 2, 800);
  private static final int STARTS = 7;

  static final String HAND = engine(Engines.HAND_WRITTEN);
  static final String DECIDE = "CompiledBenchmark.decidePrepared";
  static final String RESPOND = "CompiledBenchmark.respond";
  static final String INTERPRET = "InterpretedBenchmark.respondPrepared";
  static final String VALIDATE = "LoadBenchmark.parseAndValidate";
  static final String VALIDATE_CLINICAL = "LoadBenchmark.parseAndValidateClinical";

  private static final List<Integer> SIZES = List.of(10, 100, 1_000, 10_000);
  private static final Map<String, String> OURS = ours();
  private static final Map<String, String> LOADS = loads();

  private final JmhRounds rounds;
  private final Map<Engines, FirstDecision.Times> starts;
  private final List<Engines> peers;

  private CedarFigures(
      JmhRounds rounds, Map<Engines, FirstDecision.Times> starts, List<Engines> peers) {
    this.rounds = rounds;
    this.starts = starts;
    this.peers = peers;
  }

  /** Measures and gives the tables in Markdown. */
  public static String take(boolean quick) throws RunnerException, IOException {
    List<Engines> peers =
        Arrays.stream(Engines.values()).filter(e -> e.isPeer() && e.isPresent()).toList();
    JmhRounds rounds = JmhRounds.at(quick ? Pace.QUICK : FULL);
    rounds.run("cedar", benchmarks(), List.of(), parameters(peers));
    Map<Engines, FirstDecision.Times> starts = new EnumMap<>(Engines.class);
    for (Engines engine : Engines.values()) {
      if (!engine.isPeer() || peers.contains(engine)) {
        starts.put(engine, FirstDecision.measure(engine, quick ? 1 : STARTS));
      }
    }
    return new CedarFigures(rounds, starts, peers).tables();
  }

  private static List<String> benchmarks() {
    List<String> all = new ArrayList<>(List.of("EngineBenchmark.decide"));
    all.addAll(OURS.keySet());
    all.add("GrowthBenchmark.respond");
    all.addAll(LOADS.keySet());
    return all;
  }

  private static Map<String, List<String>> parameters(List<Engines> peers) {
    List<String> engines = new ArrayList<>(List.of(Engines.HAND_WRITTEN.name()));
    peers.forEach(peer -> engines.add(peer.name()));
    return Map.of("engine", engines, "policies", SIZES.stream().map(String::valueOf).toList());
  }

  private static Map<String, String> ours() {
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put(DECIDE, "ours, compiled: yes or no, request prepared");
    ours.put("CompiledBenchmark.respondPrepared", "ours, compiled: full answer, request prepared");
    ours.put(RESPOND, "ours, compiled: full answer, request made beforehand");
    ours.put(
        "CompiledBenchmark.respondToNew",
        "ours, compiled: full answer, request made each time as a map");
    ours.put(
        "CompiledBenchmark.respondToBuilt",
        "ours, compiled: full answer, request made each time by the builder");
    ours.put(
        "InterpretedBenchmark.decidePrepared", "ours, interpreted: yes or no, request prepared");
    ours.put(INTERPRET, "ours, interpreted: full answer, request prepared");
    ours.put(
        "InterpretedBenchmark.respond", "ours, interpreted: full answer, request made beforehand");
    return ours;
  }

  private static Map<String, String> loads() {
    Map<String, String> loads = new LinkedHashMap<>();
    loads.put("LoadBenchmark.parse", "read 101 policies");
    loads.put(VALIDATE, "read 101 policies and validate them against their schema");
    loads.put(
        VALIDATE_CLINICAL,
        "read 101 policies and validate them against the clinical schema (147 resource types)");
    return loads;
  }

  private String tables() {
    StringBuilder text = new StringBuilder(1_000);
    if (peers.isEmpty()) {
      text.append("The others' engines are not in this build: add the profile `peers`.\n\n");
    }
    engines(text);
    growth(text);
    loading(text);
    starting(text);
    text.append(new CedarPromises(rounds, starts, peers).table());
    return text.toString();
  }

  private void engines(StringBuilder text) {
    text.append(
        "| engine | a decision | processor time | allocates | × hand-written (min–max) |\n");
    text.append("|---|---|---|---|---|\n");
    row(text, Engines.HAND_WRITTEN.title(), HAND);
    OURS.forEach((name, title) -> row(text, title, name));
    peers.forEach(peer -> row(text, peer.title(), engine(peer)));
  }

  private void row(StringBuilder text, String title, String name) {
    Median ratio = ratio(rounds, name, HAND);
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %,.0f B | %s (%s–%s) |%n",
            title,
            time(Median.of(rounds.nanos(name)).value()),
            processor(name),
            rounds.bytes(name).value(),
            factor(ratio.value()),
            factor(ratio.min()),
            factor(ratio.max())));
  }

  private void growth(StringBuilder text) {
    text.append("\n| policies, ten of which matter | ours, a full answer | × with 100 |\n");
    text.append("|---|---|---|\n");
    for (int size : SIZES) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %,d | %s | %.2f |%n",
              size,
              processor(growth(size)),
              ratio(rounds, growth(size), growth(100)).value()));
    }
  }

  private void loading(StringBuilder text) {
    text.append("\n| loading, warm | processor time |\n|---|---|\n");
    LOADS.forEach(
        (name, title) -> text.append(String.format("| %s | %s |%n", title, processor(name))));
  }

  private void starting(StringBuilder text) {
    text.append(
        "\n| first decision of a process | in `main` (least) | from the command on (least) |\n|---|---|---|\n");
    starts.forEach(
        (engine, times) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.0f (%.0f) ms | %.0f (%.0f) ms |%n",
                    engine.title(),
                    times.inMain().value(),
                    times.inMain().min(),
                    times.whole().value(),
                    times.whole().min())));
  }

  private String processor(String name) {
    return time(Median.of(rounds.processorNanos(name)).value());
  }

  /** The rounds' ratios of one benchmark to another, in processor time. */
  static Median ratio(JmhRounds rounds, String name, String peer) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds.rounds(); round++) {
      ratios.add(rounds.processorNanos(name).get(round) / rounds.processorNanos(peer).get(round));
    }
    return Median.of(ratios);
  }

  /** The name under which an engine is measured. */
  static String engine(Engines engine) {
    return "EngineBenchmark.decide:" + engine.name();
  }

  /** The name under which a number of policies is measured. */
  static String growth(int policies) {
    return "GrowthBenchmark.respond:" + policies;
  }

  private static String factor(double ratio) {
    return String.format(Locale.ROOT, ratio < 100 ? "%.1f" : "%,.0f", ratio);
  }

  private static String time(double nanos) {
    if (nanos < 100) {
      return String.format(Locale.ROOT, "%.1f ns", nanos);
    } else if (nanos < 10_000) {
      return String.format(Locale.ROOT, "%,.0f ns", nanos);
    } else if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%,.0f µs", nanos / 1e3);
    }
    return String.format(Locale.ROOT, "%,.1f ms", nanos / 1e6);
  }
}
