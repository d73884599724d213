package org.ztclinical.cedar.value;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Hashes of values that nobody outside of this process can predict. Sets hold what callers send:
 * with hashes known to everyone, a hundred thousand records could share one, and a set of them
 * would cost the square of its size.
 *
 * <p>Texts and uids are ordered, and a hash table falls back on their order; but where they are
 * parts of records or sets, which have no order, they too are hashed from here.
 */
final class Scatter {
  /** Odd, so that no information is lost; secret, so that no collision can be computed. */
  private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

  private static final long START = ThreadLocalRandom.current().nextLong();

  private Scatter() {}

  /** The hash of a number of a kind. */
  static int hash(ValueKind kind, long number) {
    return fold(step(START + kind.cedarName().length(), number));
  }

  /** The hash of two numbers of a kind. */
  static int hash(ValueKind kind, long first, long second) {
    return fold(step(step(START + kind.cedarName().length(), first), second));
  }

  /** The hash of a value that is part of another one. */
  static int part(CedarValue value) {
    return switch (value.kind()) {
      case STRING -> fold(text(START, ((CedarString) value).value()));
      case ENTITY -> {
        EntityUid uid = (EntityUid) value;
        yield fold(text(text(START, uid.type().text()) + 1, uid.id()));
      }
      case BOOL -> ((CedarBool) value).value() ? 1231 : 1237;
      case LONG, SET, RECORD, DECIMAL, IPADDR, DATETIME, DURATION -> value.hashCode();
    };
  }

  /** The hash of an attribute, for a sum over all of a record. */
  static int attribute(String name, CedarValue value) {
    return fold(step(text(START, name), part(value)));
  }

  /** The hash of an element, for a sum over all of a set. */
  static int element(CedarValue value) {
    return fold(step(START, part(value)));
  }

  private static long text(long start, String text) {
    long mixed = start;
    for (int i = 0; i < text.length(); i++) {
      mixed = step(mixed, text.charAt(i));
    }
    return mixed;
  }

  private static long step(long mixed, long next) {
    long product = (mixed ^ next) * FACTOR;
    return product ^ product >>> 29;
  }

  private static int fold(long mixed) {
    long product = mixed * FACTOR;
    return (int) (product >>> 32);
  }
}
