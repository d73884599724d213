package org.ztclinical.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;

/**
 * How many decision records a second are on disk, beside what the bare disk gives. A disk's speed
 * changes from second to second, so ours and the peers take short turns, all files stay open, and
 * each round gives its own ratios.
 */
final class AuditFigures {
  private static final int MAX_BATCH = 4_096;

  private final Path directory;
  private final int rounds;
  private final long millis;

  private AuditFigures(Path directory, boolean quick) {
    this.directory = directory;
    this.rounds = quick ? 1 : 11;
    this.millis = quick ? 50 : 400;
  }

  /** Measures in a directory on the disk in question, and gives the table in Markdown. */
  static String take(Path directory, boolean quick) throws IOException, InterruptedException {
    AuditFigures figures = new AuditFigures(directory, quick);
    StringBuilder table =
        new StringBuilder(
            """
            | producers | records/s on disk | records a force | p50 | p99 | : bare group commit, target ≥ 0.80 | : batch loop | : a force per record | p50 : one bare force |
            |---|---|---|---|---|---|---|---|---|
            """);
    for (int producers : new int[] {1, 16, 64}) {
      table.append(figures.measure(producers));
    }
    return table.toString();
  }

  private String measure(int producers) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(directory, "audit");
    AuditConfig config = AuditConfig.at(folder).deadline(Duration.ofSeconds(30)).build();
    try (AuditLog log = AuditLog.open(config)) {
      Producers.run(producers, 2 * millis, ours(log));
      LogShape shape = LogShape.of(folder);
      List<Round> measured = rounds(producers, log, shape);
      return row(producers, LogShape.of(folder), measured);
    } finally {
      Scratch.delete(folder);
    }
  }

  private List<Round> rounds(int producers, AuditLog log, LogShape shape)
      throws IOException, InterruptedException {
    int batch = (int) Math.round(shape.recordsAForce());
    try (BareFile loop = BareFile.in(directory, shape.recordBytes(), batch);
        BareFile single = BareFile.in(directory, shape.recordBytes(), 1);
        BareFile.GroupCommit group =
            new BareFile.GroupCommit(
                BareFile.in(directory, shape.recordBytes(), MAX_BATCH), MAX_BATCH)) {
      // Creating files wrote many megabytes; wait until a virtual disk has forgotten that.
      TimeUnit.MILLISECONDS.sleep(10 * millis);
      List<Round> measured = new ArrayList<>();
      for (int i = 1; i <= rounds; i++) {
        System.err.printf("audit: %d producers, round %d of %d%n", producers, i, rounds);
        measured.add(
            new Round(
                Producers.run(producers, millis, ours(log)),
                Producers.run(1, millis, () -> () -> loop.append(batch)),
                batch,
                Producers.run(producers, millis, () -> group::append),
                Producers.run(producers, millis, () -> () -> single.append(1))));
      }
      return measured;
    }
  }

  private static java.util.concurrent.Callable<Producers.Work> ours(AuditLog log) {
    SampleDecisions decisions = new SampleDecisions(log.pseudonyms());
    return () -> () -> log.record(decisions.next());
  }

  private static String row(int producers, LogShape shape, List<Round> rounds) {
    return String.format(
        Locale.ROOT,
        "| %d | %,.0f | %.1f | %.2f ms | %.2f ms | %s | %s | %s | %s |%n",
        producers,
        median(rounds, round -> round.ours().perSecond()).value(),
        shape.recordsAForce(),
        median(rounds, round -> round.ours().p50Millis()).value(),
        median(rounds, round -> round.ours().p99Millis()).value(),
        cell(median(rounds, Round::overGroup)),
        cell(median(rounds, Round::overLoop)),
        cell(median(rounds, Round::overSingle)),
        cell(median(rounds, Round::waitOverForce)));
  }

  private static Median median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Median.of(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  private static String cell(Median ratio) {
    return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", ratio.value(), ratio.min(), ratio.max());
  }

  private record Round(
      Producers.Result ours,
      Producers.Result loop,
      int batch,
      Producers.Result group,
      Producers.Result single) {
    double overLoop() {
      return ours.perSecond() / (loop.perSecond() * batch);
    }

    double overGroup() {
      return ours.perSecond() / group.perSecond();
    }

    double overSingle() {
      return ours.perSecond() / single.perSecond();
    }

    double waitOverForce() {
      return ours.p50Millis() / loop.p50Millis();
    }
  }
}
