package org.ztclinical.request;

/** Text that shows what it is: nothing in it moves a cursor, hides or changes direction. */
public final class PlainText {
  private PlainText() {}

  /** Whether the text is letters, digits, marks, punctuation, symbols and spaces alone. */
  public static boolean isPlain(String text) {
    return text.codePoints().allMatch(PlainText::isPlain);
  }

  private static boolean isPlain(int c) {
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
