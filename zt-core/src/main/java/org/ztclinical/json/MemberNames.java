package org.ztclinical.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names seen so far in the objects that are open, to notice one that comes twice. Of a name is
 * kept what it hashes to and where it stands; when a second of the same hash comes, both texts are
 * compared. Most objects have a handful of members; large ones get a set, which cannot be made slow
 * by names that were chosen to collide.
 */
final class MemberNames {
  private static final int FEW = 32;

  private long[] hashes = new long[32];
  private int[] places = new int[64];
  private int[] starts = new int[12];
  private long[] filters = new long[12];
  private @Nullable Set<String>[] sets = sets(12);
  private int top;
  private int depth = -1;

  /** Forgets all objects. */
  void reset() {
    top = 0;
    depth = -1;
  }

  /** An object begins. */
  void open() {
    depth++;
    if (depth == starts.length) {
      starts = Arrays.copyOf(starts, 2 * depth);
      filters = Arrays.copyOf(filters, 2 * depth);
      sets = Arrays.copyOf(sets, 2 * depth);
    }
    starts[depth] = top;
    filters[depth] = 0;
  }

  /** The innermost object ends. */
  void close() {
    top = starts[depth];
    sets[depth] = null;
    depth--;
  }

  /**
   * Takes a name of the innermost object; false when it has one like it already.
   *
   * @param hash of its text
   * @param bytes in which it stands, as all names before it do
   * @param base from where places are counted, because the bytes may move
   */
  boolean add(long hash, byte[] bytes, int base, int from, int to) {
    int start = starts[depth];
    if (top - start >= FEW) {
      return addToMany(bytes, base, from, to);
    }
    // A name whose bit is not set was not seen; otherwise it is looked for.
    long bit = 1L << (hash & 63);
    if ((filters[depth] & bit) != 0 && isAmong(start, hash, bytes, base, from, to)) {
      return false;
    }
    filters[depth] |= bit;
    if (top == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * top);
      places = Arrays.copyOf(places, 4 * top);
    }
    hashes[top] = hash;
    places[2 * top] = from - base;
    places[2 * top + 1] = to - base;
    top++;
    return true;
  }

  private boolean isAmong(int start, long hash, byte[] bytes, int base, int from, int to) {
    for (int i = start; i < top; i++) {
      if (hashes[i] == hash && text(bytes, base, i).equals(JsonText.of(bytes, from, to))) {
        return true;
      }
    }
    return false;
  }

  private boolean addToMany(byte[] bytes, int base, int from, int to) {
    Set<String> set = sets[depth];
    if (set == null) {
      set = new HashSet<>();
      for (int i = starts[depth]; i < top; i++) {
        set.add(text(bytes, base, i));
      }
      sets[depth] = set;
    }
    return set.add(JsonText.of(bytes, from, to));
  }

  private String text(byte[] bytes, int base, int index) {
    return JsonText.of(bytes, base + places[2 * index], base + places[2 * index + 1]);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable Set<String>[] sets(int length) {
    return new Set[length];
  }
}
