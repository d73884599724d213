package org.ztclinical.cedar.eval;

import java.util.List;
import org.ztclinical.cedar.ast.Pattern;

/**
 * Matches text against the pattern of a {@code like}, in time linear in text and pattern.
 *
 * <p>The first piece must begin the text and the last must end it. Each piece between is taken
 * where it first occurs, which leaves the most room for those that follow; no choice is ever
 * revised. Pieces are sought by Knuth, Morris and Pratt, so that {@code aaa…ab} in {@code aaa…a}
 * costs no more than any other.
 *
 * <p>Cedar matches by Unicode scalar value. Pieces and text are whole characters, so comparing
 * UTF-16 units says the same.
 */
final class Wildcard {
  // Up to here the quick search of the JDK is bounded by 16 looks at each unit of the text.
  private static final int SHORT = 16;

  private final String[] pieces;

  /** By piece: for each length of a matched beginning, the longest proper one it ends with. */
  private final int[][] borders;

  Wildcard(Pattern pattern) {
    List<String> given = pattern.pieces();
    this.pieces = given.toArray(String[]::new);
    this.borders = new int[pieces.length][];
    for (int i = 1; i < pieces.length - 1; i++) {
      borders[i] = pieces[i].length() > SHORT ? borders(pieces[i]) : new int[0];
    }
  }

  boolean matches(String text) {
    int last = pieces.length - 1;
    if (last == 0) {
      return text.equals(pieces[0]);
    }
    int from = pieces[0].length();
    int end = text.length() - pieces[last].length();
    if (from > end || !text.startsWith(pieces[0]) || !text.endsWith(pieces[last])) {
      return false;
    }
    for (int i = 1; i < last; i++) {
      int at = find(i, text, from);
      from = at + pieces[i].length();
      if (at < 0 || from > end) {
        return false;
      }
    }
    return true;
  }

  private int find(int piece, String text, int from) {
    return pieces[piece].length() <= SHORT
        ? text.indexOf(pieces[piece], from)
        : find(pieces[piece], borders[piece], text, from);
  }

  private static int find(String piece, int[] border, String text, int from) {
    int matched = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      while (matched > 0 && piece.charAt(matched) != c) {
        matched = border[matched - 1];
      }
      if (piece.charAt(matched) == c && ++matched == piece.length()) {
        return i + 1 - matched;
      }
    }
    return -1;
  }

  private static int[] borders(String piece) {
    int[] border = new int[piece.length()];
    int matched = 0;
    for (int i = 1; i < piece.length(); i++) {
      while (matched > 0 && piece.charAt(matched) != piece.charAt(i)) {
        matched = border[matched - 1];
      }
      if (piece.charAt(matched) == piece.charAt(i)) {
        matched++;
      }
      border[i] = matched;
    }
    return border;
  }
}
