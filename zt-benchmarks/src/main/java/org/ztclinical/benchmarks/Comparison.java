package org.ztclinical.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the table: something of ours beside something everyone knows.
 *
 * @param title what is measured
 * @param ours the benchmark, as in {@code TokenBenchmark.cold}
 * @param without a benchmark whose time is subtracted from ours, where only the difference counts
 * @param peer the benchmark we compare with
 * @param peerTitle what the peer does
 * @param target what we promise
 */
record Comparison(
    String title,
    String ours,
    Optional<String> without,
    String peer,
    String peerTitle,
    Target target) {

  static Comparison of(String title, String ours, String peer, String peerTitle, Target target) {
    return new Comparison(title, ours, Optional.empty(), peer, peerTitle, target);
  }

  Comparison minus(String base) {
    return new Comparison(title, ours, Optional.of(base), peer, peerTitle, target);
  }

  /** A promise: a highest ratio, a highest time, or none. */
  record Target(double maxRatio, double maxMicros) {
    static Target none() {
      return new Target(0, 0);
    }

    static Target ratio(double max) {
      return new Target(max, 0);
    }

    static Target micros(double max) {
      return new Target(0, max);
    }

    /** The promise and whether these figures keep it, as two cells of a table. */
    String cells(double ratio, double micros) {
      if (maxRatio > 0) {
        return String.format(Locale.ROOT, "≤ %.1f × | %s", maxRatio, yesNo(ratio <= maxRatio));
      }
      if (maxMicros > 0) {
        return String.format(Locale.ROOT, "< %.0f µs | %s", maxMicros, yesNo(micros < maxMicros));
      }
      return "none | –";
    }

    private static String yesNo(boolean kept) {
      return kept ? "yes" : "**no**";
    }
  }
}
