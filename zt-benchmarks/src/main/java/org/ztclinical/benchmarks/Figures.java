package org.ztclinical.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.benchmarks.cedar.CedarFigures;

/**
 * Takes the figures of {@code docs/performance.md} and prints them as Markdown; progress goes to
 * the error stream.
 *
 * <p>Arguments: {@code cpu} (JMH), {@code identity}, {@code check} (of responses), {@code cedar}
 * (policy engines), {@code audit} (disk), {@code http} (server under load), or nothing for all;
 * {@code quick} measures for an instant only, to see that all parts work.
 */
public final class Figures {
  private static final List<String> SECTIONS =
      List.of("cpu", "identity", "check", "cedar", "audit", "http");

  private Figures() {}

  /** Runs. */
  public static void main(String[] args) throws Exception {
    Set<String> words = new LinkedHashSet<>(Arrays.asList(args));
    boolean quick = words.remove("quick");
    if (!SECTIONS.containsAll(words)) {
      throw new IllegalArgumentException("give some of " + SECTIONS + " and perhaps quick");
    }
    Set<String> chosen = words.isEmpty() ? new LinkedHashSet<>(SECTIONS) : words;

    System.out.println(
        Machine.describe() + "; " + LocalDate.now(ZoneOffset.UTC) + (quick ? "; A SMOKE RUN" : ""));
    for (String section : chosen) {
      String load = Machine.load();
      String table = take(section, quick);
      System.out.printf(
          "%n### %s%n%nLoad average before: %s.%n%n%s", heading(section), load, table);
    }
  }

  private static String heading(String section) {
    return switch (section) {
      case "cpu" -> "In the process";
      case "identity" -> "Identity";
      case "check" -> "The response check";
      case "cedar" -> "Policy engines";
      case "audit" -> "Audit on disk (" + Machine.disk() + ")";
      case "http" -> "A server under load";
      default -> throw new IllegalArgumentException(section);
    };
  }

  private static String take(String section, boolean quick) throws Exception {
    return switch (section) {
      case "cpu" -> CpuFigures.take(quick);
      case "identity" -> IdentityFigures.take(quick);
      case "check" -> CheckFigures.take(quick);
      case "cedar" -> CedarFigures.take(quick);
      case "audit" -> Scratch.with(folder -> AuditFigures.take(folder, quick));
      case "http" -> Scratch.with(folder -> HttpLoad.take(folder, quick));
      default -> throw new IllegalArgumentException(section);
    };
  }
}
