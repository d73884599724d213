package org.ztclinical.request;

/** Text that shows what it is: nothing in it moves a cursor, hides or changes direction. */
public final class PlainText {
  private PlainText() {}

  /** Whether the text is letters, digits, marks, punctuation, symbols and spaces alone. */
  public static boolean isPlain(String text) {
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      if (!isPlain(c)) {
        return false;
      }
      at += Character.charCount(c);
    }
    return true;
  }

  /** Whether one code point is such. */
  public static boolean isPlain(int c) {
    if (c >= ' ' && c <= '~') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
