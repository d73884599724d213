package org.ztclinical.json;

import org.jspecify.annotations.Nullable;

/**
 * The texts of names, of which the same few come again and again: one that was made before is
 * handed out again. For one thread; bounded.
 */
final class NameTexts {
  private static final int SLOTS = 32;

  private @Nullable String[] texts = {};
  private long[] hashes = {};

  /** The text of a name without escapes or with them. */
  String of(long hash, byte[] bytes, int from, int to) {
    if (texts.length == 0) {
      texts = new String[SLOTS];
      hashes = new long[SLOTS];
    }
    int slot = (int) hash & (SLOTS - 1);
    String known = texts[slot];
    if (known != null && hashes[slot] == hash && isText(known, bytes, from, to)) {
      return known;
    }
    String text = JsonText.of(bytes, from, to);
    texts[slot] = text;
    hashes[slot] = hash;
    return text;
  }

  /** True for a text of ASCII that stands there as it is; false does not mean much. */
  private static boolean isText(String known, byte[] bytes, int from, int to) {
    if (known.length() != to - from) {
      return false;
    }
    for (int i = 0; i < known.length(); i++) {
      if (known.charAt(i) != bytes[from + i] || bytes[from + i] == '\\') {
        return false;
      }
    }
    return true;
  }
}
