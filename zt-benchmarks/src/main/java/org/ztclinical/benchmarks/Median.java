package org.ztclinical.benchmarks;

import java.util.List;

/**
 * The middle of several measurements with their extremes. One disturbed round moves a mean but not
 * a median.
 *
 * @param value half of the measurements are at most this
 * @param min the least
 * @param max the greatest
 */
public record Median(double value, double min, double max) {
  /** The median of one measurement or more. */
  public static Median of(List<Double> measured) {
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    List<Double> sorted = measured.stream().sorted().toList();
    int half = sorted.size() / 2;
    double middle =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Median(middle, sorted.get(0), sorted.get(sorted.size() - 1));
  }
}
