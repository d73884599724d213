package org.ztclinical.cedar.value;

import org.jspecify.annotations.Nullable;

/**
 * Reads durations: days, hours, minutes, seconds, milliseconds in this order, each at most once, at
 * least one, with one sign before all: {@code -1d2h3m4s5ms}.
 */
final class DurationText {
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private DurationText() {}

  /** The duration, or null where the text is not one or does not fit. */
  static @Nullable CedarDuration parse(String text) {
    boolean negative = text.startsWith("-");
    int at = negative ? 1 : 0;
    if (at == text.length()) {
      return null;
    }
    long sum = 0;
    int nextUnit = 0;
    try {
      while (at < text.length()) {
        int afterDigits = at;
        while (Digits.at(text, afterDigits) >= 0) {
          afterDigits++;
        }
        int unit = unitAt(text, afterDigits, nextUnit);
        if (unit < 0 || afterDigits == at) {
          return null;
        }
        // The sign goes into each part: the range reaches one further below zero.
        long part = number(text, at, afterDigits, negative);
        sum = Math.addExact(sum, Math.multiplyExact(part, MILLIS[unit]));
        at = afterDigits + UNITS[unit].length();
        nextUnit = unit + 1;
      }
    } catch (ArithmeticException e) {
      return null;
    }
    return new CedarDuration(sum);
  }

  private static int unitAt(String text, int at, int from) {
    int end = at;
    while (end < text.length() && Digits.at(text, end) < 0) {
      end++;
    }
    String unit = text.substring(at, end);
    for (int i = from; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return i;
      }
    }
    return -1;
  }

  private static long number(String text, int from, int to, boolean negative) {
    long number = 0;
    for (int i = from; i < to; i++) {
      long tenfold = Math.multiplyExact(number, 10L);
      int digit = Digits.at(text, i);
      number = negative ? Math.subtractExact(tenfold, digit) : Math.addExact(tenfold, digit);
    }
    return number;
  }
}
