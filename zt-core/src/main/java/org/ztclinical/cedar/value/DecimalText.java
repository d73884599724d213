package org.ztclinical.cedar.value;

import org.jspecify.annotations.Nullable;

/** Reads decimals: {@code -?digits.digits}, with one to four digits after the point. */
final class DecimalText {
  private static final int FRACTION_DIGITS = 4;

  private DecimalText() {}

  /** The number, or null where the text is not one or does not fit. */
  static @Nullable CedarDecimal parse(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int point = text.indexOf('.');
    int fraction = text.length() - point - 1;
    if (point <= start || fraction < 1 || fraction > FRACTION_DIGITS) {
      return null;
    }
    // Computed as a negative number: the range reaches one further there.
    long units = 0;
    for (int i = start; i < text.length() + FRACTION_DIGITS - fraction; i++) {
      if (i == point) {
        continue;
      }
      int digit = i < text.length() ? Digits.at(text, i) : 0;
      if (digit < 0 || units < (Long.MIN_VALUE + digit) / 10) {
        return null;
      }
      units = units * 10 - digit;
    }
    if (start == 1) {
      return new CedarDecimal(units);
    }
    return units == Long.MIN_VALUE ? null : new CedarDecimal(-units);
  }
}
