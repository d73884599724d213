package org.ztclinical.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.token.Handle;

/**
 * That tokens with a handle are refused. Two marks of one kind and handle make one, the same in
 * whatever order they are learned, so that no older event undoes a newer one and learning twice
 * changes nothing.
 *
 * @param kind whether it refuses what was issued until then, or as long as it lasts
 * @param bits of which parts the handle is
 * @param issuer whose tokens
 * @param why for the log
 * @param at {@link Kind#UNTIL}: the last second of issue that is refused; {@link Kind#WHILE}: the
 *     millisecond at which it became so
 * @param refuses false for a condition that has ended
 * @param end the millisecond at which it may be forgotten
 */
record Mark(
    Kind kind,
    int bits,
    Handle handle,
    String issuer,
    RevocationReason why,
    long at,
    boolean refuses,
    long end) {
  /** Later than any token is issued. */
  static final long FOR_EVER = 999_999_999_999_999L;

  private static final Pattern TEXT =
      Pattern.compile(
          "(UNTIL|WHILE) (\\d{1,2}) ([0-9a-f]{32}) ([A-Z_]{1,40}) (\\d{1,15}) ([01]) (\\d{1,15})"
              + " (\\S{1,600})");

  enum Kind {
    /** Tokens issued until a moment, that second included. */
    UNTIL,
    /** All tokens, until a newer event says otherwise. */
    WHILE
  }

  /** The one mark that says what both say. */
  Mark merge(Mark other) {
    if (other.at != at) {
      Mark later = other.at > at ? other : this;
      return later.lasting(Math.max(end, other.end));
    }
    // At the same moment the worse counts.
    Mark worse = refuses || !other.refuses ? this : other;
    return worse.lasting(Math.max(end, other.end));
  }

  /** The same, at another moment. */
  Mark changedAt(long moment) {
    return new Mark(kind, bits, handle, issuer, why, moment, refuses, end);
  }

  private Mark lasting(long until) {
    return until == end ? this : new Mark(kind, bits, handle, issuer, why, at, refuses, until);
  }

  /** One line for other instances; it holds no identifier but the issuer's. */
  String text() {
    return kind
        + " "
        + bits
        + " "
        + handle.text()
        + " "
        + why.name()
        + " "
        + at
        + " "
        + (refuses ? 1 : 0)
        + " "
        + end
        + " "
        + issuer;
  }

  /** Empty for what {@link #text} did not write. */
  static Optional<Mark> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 63) {
      return Optional.empty();
    }
    return Handle.parse(parts.group(3))
        .flatMap(
            handle ->
                reason(parts.group(4))
                    .map(
                        why ->
                            new Mark(
                                Kind.valueOf(parts.group(1)),
                                Integer.parseInt(parts.group(2)),
                                handle,
                                parts.group(8),
                                why,
                                Long.parseLong(parts.group(5)),
                                parts.group(6).equals("1"),
                                Long.parseLong(parts.group(7)))));
  }

  /** A newer version may have reasons that this one does not know. */
  private static Optional<RevocationReason> reason(String name) {
    for (RevocationReason reason : RevocationReason.values()) {
      if (reason.name().equals(name)) {
        return Optional.of(reason);
      }
    }
    return Optional.of(RevocationReason.TERMINATED);
  }
}
