package org.ztclinical.cedar.text;

import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Span;

/**
 * A text and its name, which can show a place: {@code name:line:column: sentence}, the line, and a
 * caret below it. Of a long line only the surroundings are shown, and what a reader could not see
 * is shown as a dot.
 */
record SourceText(String name, String text) {
  private static final int BEFORE = 60;
  private static final int SHOWN = 100;

  /** The error at this place, with the line and a caret below the sentence. */
  CedarSyntaxException error(Fault fault, Span at, String sentence) {
    return new CedarSyntaxException(
        fault, name + ":" + at.line() + ":" + at.column(), at, sentence + excerpt(at));
  }

  private String excerpt(Span at) {
    int lineStart = Math.max(0, at.start() - (at.column() - 1));
    int from = Math.max(lineStart, at.start() - BEFORE);
    StringBuilder line = new StringBuilder(SHOWN + 8).append(from > lineStart ? "  …" : "  ");
    int caret = line.length() + (at.start() - from);
    int to = from;
    while (to < text.length() && to < from + SHOWN && !isLineEnd(text.charAt(to))) {
      line.append(shown(text.charAt(to++)));
    }
    if (to < text.length() && !isLineEnd(text.charAt(to))) {
      line.append('…');
    }
    return "\n" + line + "\n" + " ".repeat(caret) + "^";
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private static char shown(char c) {
    if (c == '\t') {
      return ' ';
    }
    int type = Character.getType(c);
    return Character.isISOControl(c)
            || type == Character.FORMAT
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR
        ? '·'
        : c;
  }
}
