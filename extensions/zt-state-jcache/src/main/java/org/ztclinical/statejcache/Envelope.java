package org.ztclinical.statejcache;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value with its end, as the cache holds it: {@code end.nonce.value}. A cache compares what it
 * replaces as a whole; the nonce makes two that keep the same at one time differ, so that one of
 * them loses.
 *
 * @param text the whole
 */
record Envelope(Instant end, String value, String text) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,15})\\.[0-9a-f]{16}\\.(.*)", Pattern.DOTALL);

  static Envelope of(String value, Instant end) {
    long millis = end.toEpochMilli();
    String nonce = String.format("%016x", ThreadLocalRandom.current().nextLong());
    return new Envelope(Instant.ofEpochMilli(millis), value, millis + "." + nonce + "." + value);
  }

  /** Empty for what is none. */
  static Optional<Envelope> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Envelope(
                Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2), text))
        : Optional.empty();
  }

  boolean hasEnded(Instant now) {
    return !now.isBefore(end);
  }

  @Override
  public String toString() {
    return "envelope until " + end;
  }
}
