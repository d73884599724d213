package org.ztclinical.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A protected server beside its unprotected twin, under the same load of 32 keep-alive connections
 * with a cached token, audit on disk. The two take turns, so that what disturbs the machine meets
 * both; every answer is compared with the first one, so that no refusal counts as speed. Loopback
 * only; bounded in time, ends by itself.
 *
 * <p>Arguments: {@code quick} for a smoke run.
 */
public final class HttpLoad {
  private final Pace pace;

  private HttpLoad(Pace pace) {
    this.pace = pace;
  }

  /** Runs; the same as {@link Figures} with {@code http}. */
  public static void main(String[] args) throws Exception {
    boolean quick = Arrays.asList(args).contains("quick");
    Figures.main(quick ? new String[] {"http", "quick"} : new String[] {"http"});
  }

  /** Measures with audit logs below this folder, and gives the table in Markdown. */
  static String take(Path folder, boolean quick) throws IOException, InterruptedException {
    StringBuilder table =
        new StringBuilder(
            """
            | server | request | unprotected/s | protected/s | ratio (min–max), target ≥ 0.90 | p50 without, with | p99 without, with | server's CPU per request without, with | load generator's share of all CPU used |
            |---|---|---|---|---|---|---|---|---|
            """);
    try (ServerPair pair = ServerPair.light(folder)) {
      table.append(rows(pair, quick));
    }
    try (ServerPair pair = ServerPair.clinic(folder)) {
      table.append(rows(pair, quick));
    }
    return table.toString();
  }

  /** One line for each request of a pair. */
  static String rows(ServerPair pair, boolean quick) throws IOException, InterruptedException {
    HttpLoad load = new HttpLoad(quick ? Pace.QUICK : Pace.FULL);
    StringBuilder rows = new StringBuilder();
    for (ServerPair.Request request : pair.requests()) {
      rows.append(load.measure(pair, request));
    }
    return rows.toString();
  }

  private String measure(ServerPair pair, ServerPair.Request request)
      throws IOException, InterruptedException {
    LoadSide plain = LoadSide.of(pair.unprotectedServer(), request);
    LoadSide guarded = LoadSide.of(pair.protectedServer(), request);
    plain.turn(pace.warmUpMillis());
    guarded.turn(pace.warmUpMillis());
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < pace.rounds(); i++) {
      System.err.printf(
          "http: %s %s, round %d of %d%n", pair.name(), request.name(), i + 1, pace.rounds());
      // ABBA: a machine that slows down steadily favours neither.
      boolean plainFirst = i % 2 == 0;
      LoadSide.Turn first = (plainFirst ? plain : guarded).turn(pace.millis());
      LoadSide.Turn second = (plainFirst ? guarded : plain).turn(pace.millis());
      rounds.add(plainFirst ? new Round(first, second) : new Round(second, first));
    }
    return row(pair.name(), request.name(), rounds);
  }

  private static String row(String server, String request, List<Round> rounds) {
    Median ratio = median(rounds, Round::ratio);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.0f | %,.0f | %.2f (%.2f–%.2f) %s | %s | %s | %s | %.0f %% |%n",
        server,
        request,
        median(rounds, round -> round.plain().result().perSecond()).value(),
        median(rounds, round -> round.guarded().result().perSecond()).value(),
        ratio.value(),
        ratio.min(),
        ratio.max(),
        ratio.value() >= 0.9 ? "met" : "**not met**",
        pair(rounds, "%.2f, %.2f ms", turn -> turn.result().p50Millis()),
        pair(rounds, "%.2f, %.2f ms", turn -> turn.result().p99Millis()),
        pair(rounds, "%.0f, %.0f µs", LoadSide.Turn::serverMicrosPerRequest),
        100 * median(rounds, Round::generatorShare).value());
  }

  private static String pair(
      List<Round> rounds, String format, ToDoubleFunction<LoadSide.Turn> figure) {
    return String.format(
        Locale.ROOT,
        format,
        median(rounds, round -> figure.applyAsDouble(round.plain())).value(),
        median(rounds, round -> figure.applyAsDouble(round.guarded())).value());
  }

  private static Median median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Median.of(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  private record Round(LoadSide.Turn plain, LoadSide.Turn guarded) {
    double ratio() {
      return guarded.result().perSecond() / plain.result().perSecond();
    }

    /** Of the processor time that both sides used together, how much we used. */
    double generatorShare() {
      double own = plain.ownCpu().plus(guarded.ownCpu()).toNanos();
      double servers = plain.serverCpu().plus(guarded.serverCpu()).toNanos();
      return own / (own + servers);
    }
  }

  private record Pace(int rounds, long warmUpMillis, long millis) {
    static final Pace FULL = new Pace(6, 15_000, 5_000);
    static final Pace QUICK = new Pace(1, 200, 500);
  }
}
