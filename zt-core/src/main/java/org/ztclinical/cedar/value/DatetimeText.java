package org.ztclinical.cedar.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads datetimes: {@code YYYY-MM-DD}, or with a time {@code YYYY-MM-DDThh:mm:ss[.SSS]} and {@code
 * Z} or {@code +hhmm}. Leap seconds and 24:00 do not exist.
 */
final class DatetimeText {
  private static final int DATE = "YYYY-MM-DD".length();
  private static final int SECONDS = "YYYY-MM-DDThh:mm:ss".length();

  private DatetimeText() {}

  /** The instant, or null where the text is not one. */
  static @Nullable CedarDatetime parse(String text) {
    long day = date(text);
    if (day == NONE) {
      return null;
    }
    if (text.length() == DATE) {
      return new CedarDatetime(day * 86_400_000);
    }
    long time = time(text);
    if (time == NONE) {
      return null;
    }
    int at = SECONDS;
    long millis = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      millis = field(text, at + 1, at + 4, 999);
      at += 4;
    }
    long zone = millis < 0 ? NONE : zone(text, at);
    return zone == NONE ? null : new CedarDatetime(day * 86_400_000 + time + millis - zone);
  }

  private static final long NONE = Long.MIN_VALUE;

  /** Days since 1970-01-01. */
  private static long date(String text) {
    if (text.length() < DATE || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return NONE;
    }
    int year = Digits.number(text, 0, 4);
    int month = Digits.number(text, 5, 7);
    int dayOfMonth = Digits.number(text, 8, 10);
    if (year < 0 || month < 0 || dayOfMonth < 0) {
      return NONE;
    }
    try {
      return LocalDate.of(year, month, dayOfMonth).toEpochDay();
    } catch (DateTimeException e) {
      return NONE;
    }
  }

  /** Milliseconds since midnight, up to the second. */
  private static long time(String text) {
    if (text.length() < SECONDS
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return NONE;
    }
    int hour = field(text, 11, 13, 23);
    int minute = field(text, 14, 16, 59);
    int second = field(text, 17, 19, 59);
    return hour < 0 || minute < 0 || second < 0
        ? NONE
        : ((hour * 60L + minute) * 60 + second) * 1_000;
  }

  /** The offset in milliseconds; the rest of the text must be the zone. */
  private static long zone(String text, int at) {
    int length = text.length() - at;
    if (length == 1 && text.charAt(at) == 'Z') {
      return 0;
    }
    if (length != 5 || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
      return NONE;
    }
    int hour = field(text, at + 1, at + 3, 23);
    int minute = field(text, at + 3, at + 5, 59);
    if (hour < 0 || minute < 0) {
      return NONE;
    }
    long offset = (hour * 60L + minute) * 60_000;
    return text.charAt(at) == '-' ? -offset : offset;
  }

  private static int field(String text, int from, int to, int max) {
    int number = Digits.number(text, from, to);
    return number > max ? -1 : number;
  }
}
