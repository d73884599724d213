package org.ztclinical.cedar.text;

import java.util.Collection;
import java.util.Optional;
import org.ztclinical.cedar.value.EditDistance;

/** Finds the known name that somebody probably meant. */
final class Spelling {
  private static final int LONGEST = 40;

  private Spelling() {}

  /** {@code ; did you mean `contains`?}, or nothing. */
  static String hint(String written, Collection<String> known) {
    return nearest(written, known).map("; did you mean `%s`?"::formatted).orElse("");
  }

  /** The nearest known name: at most one change in three characters, at most two in all. */
  static Optional<String> nearest(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String best = null;
    int least = Math.min(2, Math.max(1, written.length() / 3)) + 1;
    for (String name : known) {
      int distance = EditDistance.between(written, name);
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }
}
