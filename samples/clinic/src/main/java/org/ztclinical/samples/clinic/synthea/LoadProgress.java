package org.ztclinical.samples.clinic.synthea;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells how far a load is: a bar that moves in place on a terminal, a line for each tenth
 * elsewhere.
 */
public final class LoadProgress {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private final int total;
  private final Instant start;
  private int shownTenth = -1;

  /**
   * Starts counting.
   *
   * @param terminal whether {@code out} is a terminal, where a carriage return moves back
   * @param total how many resources there are to load, at least one
   */
  public LoadProgress(PrintStream out, boolean terminal, InstantSource clock, int total) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.total = total;
    this.start = clock.instant();
  }

  /** Starts counting on standard output. */
  public static LoadProgress onStandardOutput(int total) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(LoadProgress::isTerminal).isPresent();
    return new LoadProgress(System.out, terminal, InstantSource.system(), total);
  }

  /** Shows that so many resources are loaded. */
  public void show(int done) {
    int percent = (int) (100L * done / total);
    if (terminal) {
      out.print("\r" + line(done, percent) + (done >= total ? System.lineSeparator() : ""));
      out.flush();
    } else if (percent / 10 > shownTenth) {
      shownTenth = percent / 10;
      out.println(line(done, percent));
    }
  }

  /** From JDK 22 on a console is there even without a terminal, and can be asked. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  private String line(int done, int percent) {
    int filled = WIDTH * percent / 100;
    long seconds = Duration.between(start, clock.instant()).toSeconds();
    return String.format(
        Locale.ROOT,
        "  loading patients [%s%s] %3d %%  %,d of %,d resources  %d:%02d",
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        percent,
        done,
        total,
        seconds / 60,
        seconds % 60);
  }
}
