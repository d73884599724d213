package org.ztclinical.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.ztclinical.json.JsonSyntaxException.Fault;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Refuses what is not UTF-8 or begins with a byte order mark. */
  static void check(byte[] bytes, int from, int to) throws JsonSyntaxException {
    int at = from;
    if (to - from >= 3 && (bytes[from] & 0xFF) == 0xEF && startsWithMark(bytes, from)) {
      throw new JsonSyntaxException(Fault.NOT_UTF8, 0);
    }
    while (at < to) {
      if (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
      } else if (bytes[at] >= 0) {
        at++;
      } else {
        at += lengthOf(bytes, at, to);
      }
    }
  }

  private static boolean startsWithMark(byte[] bytes, int from) {
    return (bytes[from + 1] & 0xFF) == 0xBB && (bytes[from + 2] & 0xFF) == 0xBF;
  }

  /** How many bytes the character has that begins with a byte above 0x7F. */
  private static int lengthOf(byte[] bytes, int at, int to) throws JsonSyntaxException {
    int first = bytes[at] & 0xFF;
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    boolean wellFormed = first >= 0xC2 && first <= 0xF4 && length <= to - at;
    for (int i = 1; wellFormed && i < length; i++) {
      wellFormed = (bytes[at + i] & 0xC0) == 0x80;
    }
    if (!wellFormed || !isShortest(first, bytes[at + 1] & 0xFF)) {
      throw new JsonSyntaxException(Fault.NOT_UTF8, -1);
    }
    return length;
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
