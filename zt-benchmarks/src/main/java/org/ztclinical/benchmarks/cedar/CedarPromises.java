package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ztclinical.benchmarks.JmhRounds;
import org.ztclinical.benchmarks.Median;

/** What is promised of our engine, and what came out. */
final class CedarPromises {
  private final JmhRounds rounds;
  private final Map<Engines, FirstDecision.Times> starts;
  private final List<Engines> peers;

  CedarPromises(JmhRounds rounds, Map<Engines, FirstDecision.Times> starts, List<Engines> peers) {
    this.rounds = rounds;
    this.starts = starts;
    this.peers = peers;
  }

  /** One line for each promise that this build can check. */
  String table() {
    StringBuilder table = new StringBuilder("\n| promise | came out | met |\n|---|---|---|\n");
    atMost(
        table,
        "a full answer, interpreted, prepared, ÷ hand-written, at most 20",
        ours(CedarFigures.INTERPRET),
        20);
    atMost(
        table,
        "yes or no, compiled, prepared, ÷ hand-written, at most 4",
        ours(CedarFigures.DECIDE),
        4);
    // JMH's own objects leave a fraction of a byte per operation.
    atMost(
        table,
        "yes or no, compiled, prepared, bytes: none",
        Math.floor(rounds.bytes(CedarFigures.DECIDE).value()),
        0);
    faster(table, Engines.AUTHZFORCE, 10);
    faster(table, Engines.CEDAR_JAVA_CACHED, 1_000);
    atMost(
        table,
        "10,000 policies ÷ 100, the same ones matching, at most 1.3",
        CedarFigures.ratio(rounds, CedarFigures.growth(10_000), CedarFigures.growth(100)).value(),
        1.3);
    atMost(
        table, "read and validate 101 policies, at most 30 ms", millis(CedarFigures.VALIDATE), 30);
    atMost(
        table,
        "the same against the clinical schema, at most 1,000 ms",
        millis(CedarFigures.VALIDATE_CLINICAL),
        1_000);
    FirstDecision.Times first = starts.get(Engines.OURS);
    if (first != null) {
      atMost(
          table, "first decision from the command on, at most 200 ms", first.whole().value(), 200);
    }
    return table.toString();
  }

  private double ours(String name) {
    return CedarFigures.ratio(rounds, name, CedarFigures.HAND).value();
  }

  private double millis(String name) {
    return Median.of(rounds.processorNanos(name)).value() / 1e6;
  }

  /** A full answer with index and attributes looked up anew, as the peer does. */
  private void faster(StringBuilder table, Engines peer, int promised) {
    if (peers.contains(peer)) {
      double factor =
          CedarFigures.ratio(rounds, CedarFigures.engine(peer), CedarFigures.RESPOND).value();
      line(
          table,
          String.format(
              Locale.ROOT,
              "%s ÷ a full answer, request made beforehand, at least %,d",
              peer.title(),
              promised),
          factor,
          factor >= promised);
    }
  }

  private static void atMost(StringBuilder table, String promise, double value, double most) {
    line(table, promise, value, value <= most);
  }

  private static void line(StringBuilder table, String promise, double value, boolean met) {
    table.append(
        String.format(
            Locale.ROOT,
            value < 100 ? "| %s | %.2f | %s |%n" : "| %s | %,.0f | %s |%n",
            promise,
            value,
            met ? "yes" : "**no**"));
  }
}
