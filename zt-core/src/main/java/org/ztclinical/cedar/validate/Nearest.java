package org.ztclinical.cedar.validate;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.EditDistance;

/**
 * Finds the names that were probably meant, for one run of the validator: after so much work it
 * finds no more, because nobody misspelt that many. For one thread.
 */
final class Nearest {
  private static final int MAX_LENGTH = 80;
  private static final int MAX_CANDIDATES = 2_000;

  /** Comparisons of two characters: some tenths of a second. */
  private long left = 50_000_000;

  /** {@code ; did you mean X?} or else the other remedy. */
  String remedy(String written, Stream<String> candidates, String otherwise) {
    return find(written, candidates).map(name -> "; did you mean " + name + "?").orElse(otherwise);
  }

  /** The candidate that is few changes away from what was written. */
  Optional<String> find(String written, Stream<String> candidates) {
    if (written.length() > MAX_LENGTH || left <= 0) {
      return Optional.empty();
    }
    int best = 1 + written.length() / 3;
    @Nullable String nearest = null;
    for (String candidate : candidates.limit(MAX_CANDIDATES).toList()) {
      // The distance is at least what the lengths differ by.
      if (Math.abs(candidate.length() - written.length()) < best && left > 0) {
        left -= (long) candidate.length() * written.length() + 1;
        int distance = EditDistance.between(written, candidate);
        if (distance < best) {
          best = distance;
          nearest = candidate;
        }
      }
    }
    left -= MAX_CANDIDATES;
    return Optional.ofNullable(nearest);
  }
}
