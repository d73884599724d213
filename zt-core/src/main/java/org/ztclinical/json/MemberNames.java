package org.ztclinical.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names seen so far in the objects that are open, to notice one that comes twice. Most objects
 * have a handful of members, so these are compared one by one; large ones get a set.
 */
final class MemberNames {
  private static final int FEW = 24;

  private String[] names = new String[32];
  private int[] hashes = new int[32];
  private int[] starts = new int[12];
  private @Nullable Set<String>[] sets = sets(12);
  private int top;
  private int depth = -1;

  /** An object begins. */
  void open() {
    depth++;
    if (depth == starts.length) {
      starts = Arrays.copyOf(starts, 2 * depth);
      sets = Arrays.copyOf(sets, 2 * depth);
    }
    starts[depth] = top;
    sets[depth] = null;
  }

  /** The innermost object ends. */
  void close() {
    top = starts[depth];
    sets[depth] = null;
    depth--;
  }

  /** Takes a name of the innermost object; false when it has one like it already. */
  boolean add(String name) {
    int start = starts[depth];
    if (top - start >= FEW) {
      return addToMany(name, start);
    }
    int hash = name.hashCode();
    for (int i = start; i < top; i++) {
      if (hashes[i] == hash && names[i].equals(name)) {
        return false;
      }
    }
    if (top == names.length) {
      names = Arrays.copyOf(names, 2 * top);
      hashes = Arrays.copyOf(hashes, 2 * top);
    }
    names[top] = name;
    hashes[top] = hash;
    top++;
    return true;
  }

  private boolean addToMany(String name, int start) {
    Set<String> set = sets[depth];
    if (set == null) {
      set = new HashSet<>(Arrays.asList(names).subList(start, top));
      sets[depth] = set;
    }
    return set.add(name);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable Set<String>[] sets(int length) {
    return new Set[length];
  }
}
