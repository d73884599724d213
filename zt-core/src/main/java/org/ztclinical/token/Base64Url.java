package org.ztclinical.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Base64url as RFC 7515 §2 means it: no padding, no line breaks, no other alphabet, and unused bits
 * zero (RFC 4648 §3.5), so that bytes have exactly one spelling.
 */
final class Base64Url {
  private static final byte[] VALUES = values();

  private Base64Url() {}

  /** The bytes of {@code text[from, to)}, or null when it is not their one spelling. */
  static byte @Nullable [] decode(String text, int from, int to) {
    int length = to - from;
    int tail = length % 4;
    if (tail == 1) {
      return null;
    }
    byte[] bytes = new byte[length / 4 * 3 + (tail == 0 ? 0 : tail - 1)];
    int buffer = 0;
    int bits = 0;
    int out = 0;
    for (int i = from; i < to; i++) {
      int value = valueOf(text.charAt(i));
      if (value < 0) {
        return null;
      }
      buffer = buffer << 6 | value;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[out++] = (byte) (buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    return buffer == 0 ? bytes : null;
  }

  private static int valueOf(char c) {
    return c < VALUES.length ? VALUES[c] : -1;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }
}
