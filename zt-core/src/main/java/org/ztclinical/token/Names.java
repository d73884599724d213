package org.ztclinical.token;

/** What may stand for somebody or something: subjects, clients, token ids, key ids. */
final class Names {
  private static final int MAX_LENGTH = 255;

  private Names() {}

  /** 1 to 255 characters, no control characters, no half of a surrogate pair, not only blanks. */
  static boolean isName(String text) {
    return text.length() <= MAX_LENGTH
        && !text.isBlank()
        && text.codePoints().noneMatch(Names::isForbidden);
  }

  private static boolean isForbidden(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
