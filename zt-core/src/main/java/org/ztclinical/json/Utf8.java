package org.ztclinical.json;

import org.ztclinical.json.JsonSyntaxException.Fault;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private Utf8() {}

  /**
   * Behind the character that begins with a byte above 0x7F; -1 when it goes on behind the bytes
   * that are here.
   */
  static int behind(byte[] bytes, int at, int to) throws JsonSyntaxException {
    int first = bytes[at] & 0xFF;
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    boolean wellFormed = first >= 0xC2 && first <= 0xF4;
    int end = Math.min(length, to - at);
    for (int i = 1; wellFormed && i < end; i++) {
      wellFormed = (bytes[at + i] & 0xC0) == 0x80;
    }
    if (!wellFormed || (end > 1 && !isShortest(first, bytes[at + 1] & 0xFF))) {
      throw new JsonSyntaxException(Fault.NOT_UTF8, -1);
    }
    return end < length ? -1 : at + length;
  }

  /** Neither overlong, nor a surrogate, nor beyond the last code point. */
  private static boolean isShortest(int first, int second) {
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second < 0xA0;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second < 0x90;
      default -> true;
    };
  }
}
