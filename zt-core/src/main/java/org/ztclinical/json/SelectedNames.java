package org.ztclinical.json;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names to be found by the bytes of a text, without making text of them. Immutable. */
final class SelectedNames {
  private final @Nullable String[] names;
  private final byte[][] texts;
  private final long[] hashes;
  private final int mask;

  SelectedNames(Set<String> selected) {
    int slots = Integer.highestOneBit(Math.max(2, selected.size())) * 4;
    this.names = new String[slots];
    this.texts = new byte[slots][];
    this.hashes = new long[slots];
    this.mask = slots - 1;
    for (String name : selected) {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      long hash = JsonBytes.hash(text, 0, text.length);
      int slot = (int) hash & mask;
      while (names[slot] != null) {
        slot = (slot + 1) & mask;
      }
      names[slot] = name;
      texts[slot] = text;
      hashes[slot] = hash;
    }
  }

  /**
   * The selected name that stands here; null when the name is none of them.
   *
   * @param escaped it has escapes in it
   */
  @Nullable String find(long hash, byte[] bytes, int from, int to, boolean escaped) {
    for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
      String name = names[slot];
      if (name == null) {
        return null;
      }
      if (hashes[slot] == hash && isText(slot, name, bytes, from, to, escaped)) {
        return name;
      }
    }
  }

  private boolean isText(int slot, String name, byte[] bytes, int from, int to, boolean escaped) {
    return escaped
        ? name.equals(JsonText.of(bytes, from, to))
        : java.util.Arrays.equals(bytes, from, to, texts[slot], 0, texts[slot].length);
  }
}
