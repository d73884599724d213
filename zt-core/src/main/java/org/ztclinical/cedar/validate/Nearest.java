package org.ztclinical.cedar.validate;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.EditDistance;

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
      int distance = EditDistance.between(written, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }
}
