package org.ztclinical.cedar.value;

import java.util.Locale;

/** How far a word is from the one that was probably meant (Levenshtein). */
public final class EditDistance {
  private EditDistance() {}

  /**
   * How many characters must be added, removed or replaced, whatever their case. Takes time in
   * proportion to the product of both lengths: bound them first.
   */
  public static int between(String written, String known) {
    String from = written.toLowerCase(Locale.ROOT);
    String to = known.toLowerCase(Locale.ROOT);
    int[] before = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
      }
      int[] done = before;
      before = row;
      row = done;
    }
    return before[to.length()];
  }
}
