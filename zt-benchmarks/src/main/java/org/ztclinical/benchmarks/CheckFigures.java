package org.ztclinical.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * The table of the response check: beside Jackson reading the same bytes, and beside HAPI's own
 * interceptor on the same server.
 */
final class CheckFigures {
  private final InTurns.Pace pace;
  private final StringBuilder table =
      new StringBuilder(
          """
          | what | processor time | peer | peer's | ratio (min–max) | target | met |
          |---|---|---|---|---|---|---|
          """);

  private CheckFigures(InTurns.Pace pace) {
    this.pace = pace;
  }

  /** Measures and gives the table in Markdown. */
  static String take(boolean quick) throws Exception {
    CheckFigures figures = new CheckFigures(quick ? InTurns.Pace.QUICK : InTurns.Pace.FULL);
    figures.hapi(figures.jackson());
    return figures.table.toString();
  }

  /** Returns what the check of a Bundle of 100 took. */
  private IntToDoubleFunction jackson() throws Exception {
    ResponseCheckBenchmark check = new ResponseCheckBenchmark();
    Map<String, List<Double>> held =
        new InTurns(pace)
            .with("none", check::held0)
            .with("ours", check::held100)
            .with("parse", check::parse100)
            .with("skip", check::skip100)
            .measure();
    IntToDoubleFunction heldCheck = turn -> at(held, "ours", turn) - at(held, "none", turn);
    row(
        "check of a Bundle of 100, held",
        heldCheck,
        "Jackson reading the same bytes",
        turn -> at(held, "parse", turn),
        1.5);
    row(
        "the same",
        heldCheck,
        "Jackson skipping through the same bytes",
        turn -> at(held, "skip", turn),
        0);
    Map<String, List<Double>> pieces =
        new InTurns(pace)
            .with("ours", check::pieces10000)
            .with("parse", check::parse10000)
            .with("skip", check::skip10000)
            .measure();
    row(
        "check of a Bundle of 10,000, in pieces",
        turn -> at(pieces, "ours", turn),
        "Jackson reading the same bytes",
        turn -> at(pieces, "parse", turn),
        1.5);
    row(
        "the same",
        turn -> at(pieces, "ours", turn),
        "Jackson skipping through the same bytes",
        turn -> at(pieces, "skip", turn),
        0);
    return heldCheck;
  }

  private void hapi(IntToDoubleFunction ours) throws Exception {
    SampleTokens tokens = new SampleTokens(1);
    try (HapiServer bare = HapiServer.bare(tokens);
        HapiServer interceptor = HapiServer.withInterceptor(tokens)) {
      Map<String, List<Double>> asked =
          blocks(
              new InTurns(pace.equals(InTurns.Pace.FULL) ? InTurns.Pace.ONCE : pace)
                  .with("bare", bare::search)
                  .with("interceptor", interceptor::search)
                  .measure());
      row(
          "our check of a Bundle of 100, held, as above",
          ours,
          "what HAPI's AuthorizationInterceptor adds to a plain HAPI server that finds the same 100",
          turn -> at(asked, "interceptor", turn) - at(asked, "bare", turn),
          1.0);
    }
  }

  /**
   * Medians of as many blocks as there are turns to count otherwise: the collector and the compiler
   * disturb single requests.
   */
  private Map<String, List<Double>> blocks(Map<String, List<Double>> measured) {
    Map<String, List<Double>> blocks = new LinkedHashMap<>();
    measured.forEach(
        (name, turns) -> {
          int size = turns.size() / pace.counted();
          List<Double> medians = new ArrayList<>();
          for (int from = 0; from + size <= turns.size(); from += size) {
            medians.add(Median.of(turns.subList(from, from + size)).value());
          }
          blocks.put(name, medians);
        });
    return blocks;
  }

  private static double at(Map<String, List<Double>> measured, String name, int turn) {
    return measured.getOrDefault(name, List.of()).get(turn);
  }

  private void row(
      String what, IntToDoubleFunction ours, String peer, IntToDoubleFunction peers, double most) {
    List<Double> own = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int turn = 0; turn < pace.counted(); turn++) {
      own.add(ours.applyAsDouble(turn));
      others.add(peers.applyAsDouble(turn));
      ratios.add(ours.applyAsDouble(turn) / peers.applyAsDouble(turn));
    }
    Median ratio = Median.of(ratios);
    String target =
        most == 0
            ? "none | –"
            : String.format(
                Locale.ROOT, "≤ %.1f × | %s", most, ratio.value() <= most ? "yes" : "**no**");
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f µs | %s | %,.0f µs | %.2f (%.2f–%.2f) | %s |%n",
            what,
            Median.of(own).value(),
            peer,
            Median.of(others).value(),
            ratio.value(),
            ratio.min(),
            ratio.max(),
            target));
  }
}
