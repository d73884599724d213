package org.ztclinical.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time, the first in the lowest place: which of them ends or interrupts the plain
 * text of a JSON string, and what a name hashes to.
 */
final class JsonBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private JsonBytes() {}

  static long eight(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /**
   * Not zero when one of the eight is a quote, a backslash, a control character or not ASCII. The
   * lowest bit that is set is the highest of the first such byte. Those above may be set wrongly,
   * because subtraction borrows from the next byte; below the first it cannot.
   */
  static long specials(long eight) {
    long quotes = eight ^ QUOTES;
    long backslashes = eight ^ BACKSLASHES;
    long found =
        ((quotes - ONES) & ~quotes)
            | ((backslashes - ONES) & ~backslashes)
            | ((eight - SPACES) & ~eight)
            | eight;
    return found & HIGH_BITS;
  }

  /** Which of the eight the first special byte is, from 0. */
  static int first(long specials) {
    return Long.numberOfTrailingZeros(specials) >>> 3;
  }

  /** The first of eight bytes, so many, the others zero. */
  static long leading(long eight, int count) {
    return eight & ((1L << (count << 3)) - 1);
  }

  /** The hash of a name goes on with eight bytes, or at its end with those that are left. */
  static long hash(long hash, long eight) {
    long product = (hash ^ eight) * MULTIPLIER;
    return product ^ (product >>> 32);
  }

  /** The hash of some bytes: of each eight, then of the rest, be it empty, and of their number. */
  static long hash(byte[] bytes, int from, int to) {
    long hash = 0;
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      hash = hash(hash, eight(bytes, at));
    }
    long rest = 0;
    for (int i = to - 1; i >= at; i--) {
      rest = (rest << 8) | (bytes[i] & 0xFF);
    }
    return hash(hash, rest) ^ (to - from);
  }
}
