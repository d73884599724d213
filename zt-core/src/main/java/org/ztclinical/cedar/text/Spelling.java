package org.ztclinical.cedar.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

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
      int distance = distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Insertions, deletions and replacements that turn one word into the other (Levenshtein). */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
      }
      int[] done = before;
      before = row;
      row = done;
    }
    return before[b.length()];
  }
}
