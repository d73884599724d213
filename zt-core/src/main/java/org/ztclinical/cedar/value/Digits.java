package org.ztclinical.cedar.value;

/** Reads ASCII digits; no other digits count in texts of the extension types. */
final class Digits {
  private Digits() {}

  /** The digit at this place, or -1 where there is none. */
  static int at(String text, int index) {
    if (index >= text.length()) {
      return -1;
    }
    char c = text.charAt(index);
    return c >= '0' && c <= '9' ? c - '0' : -1;
  }

  /** The number that exactly these places hold, or -1 where they are not all digits; up to nine. */
  static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = at(text, i);
      if (digit < 0) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
