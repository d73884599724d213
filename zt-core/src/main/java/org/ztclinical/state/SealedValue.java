package org.ztclinical.state;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value with its seal, as a store holds it: {@code 1.version.end.seal.value}. The seal is over
 * the key and all the rest, so that it is of no use under another key, with another end, or as
 * another version.
 *
 * @param version grows with each replacement of what is kept under a key
 * @param end when it expires, by the clock of who kept it
 */
record SealedValue(long version, Instant end, String seal, String value) {
  private static final String FORMAT = "1";
  private static final Pattern TEXT =
      Pattern.compile("1\\.(\\d{1,15})\\.(\\d{1,15})\\.([A-Za-z0-9_-]{43})\\.(.*)", Pattern.DOTALL);

  static SealedValue of(SealKey seals, StateKey key, long version, Instant end, String value) {
    Instant millis = Instant.ofEpochMilli(end.toEpochMilli());
    return new SealedValue(version, millis, seals.seal(sealed(key, version, end, value)), value);
  }

  /** Empty for what was not sealed with this key for that state key. */
  static Optional<SealedValue> open(SealKey seals, StateKey key, String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    SealedValue read =
        new SealedValue(
            Long.parseLong(parts.group(1)),
            Instant.ofEpochMilli(Long.parseLong(parts.group(2))),
            parts.group(3),
            parts.group(4));
    String sealed = sealed(key, read.version, read.end, read.value);
    return seals.matches(read.seal, sealed) ? Optional.of(read) : Optional.empty();
  }

  /** Key and numbers hold no dot, so that the text has one reading. */
  private static String sealed(StateKey key, long version, Instant end, String value) {
    return "zt-state."
        + FORMAT
        + "."
        + key.text()
        + "."
        + version
        + "."
        + end.toEpochMilli()
        + "."
        + value;
  }

  String text() {
    return FORMAT + "." + version + "." + end.toEpochMilli() + "." + seal + "." + value;
  }

  @Override
  public String toString() {
    return "sealed value";
  }
}
