package org.ztclinical.cedar.validate;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The name that was probably meant. */
final class Nearest {
  private static final int MAX_LENGTH = 80;
  private static final int MAX_CANDIDATES = 2_000;

  private Nearest() {}

  /** {@code ; did you mean X?} or else the other remedy. */
  static String remedy(String written, Collection<String> candidates, String otherwise) {
    return find(written, candidates).map(name -> "; did you mean " + name + "?").orElse(otherwise);
  }

  /** The candidate that is few changes away from what was written. */
  static Optional<String> find(String written, Collection<String> candidates) {
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int best = 1 + written.length() / 3;
    @Nullable String nearest = null;
    int looked = 0;
    for (String candidate : candidates) {
      if (candidate.length() > MAX_LENGTH || looked++ > MAX_CANDIDATES) {
        continue;
      }
      int distance = distance(written.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** How many characters must be added, removed or replaced. */
  private static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
      }
      before = row;
    }
    return before[to.length()];
  }
}
