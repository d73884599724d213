package org.ztclinical.audit;

import java.util.HexFormat;

/** Sixteen bytes as thirty-two lower-case digits, and back. */
final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  static String of(long high, long low) {
    return FORMAT.toHexDigits(high) + FORMAT.toHexDigits(low);
  }

  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  static long high(String text) {
    return HexFormat.fromHexDigitsToLong(checked(text), 0, 16);
  }

  static long low(String text) {
    return HexFormat.fromHexDigitsToLong(checked(text), 16, 32);
  }

  private static String checked(String text) {
    if (text.length() != 32) {
      throw new IllegalArgumentException("an id is 32 hexadecimal digits");
    }
    return text;
  }
}
