package org.ztclinical.cedar.schema;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that can be reached upwards in a hierarchy, for every member of it. */
final class Ancestors {
  private Ancestors() {}

  /**
   * The ancestors of each member that has any, in their order; a member in a circle is its own
   * ancestor. Empty when they are more than {@code most} pairs.
   */
  static <T extends Comparable<T>> Optional<Map<T, Set<T>>> of(Map<T, Set<T>> parents, int most) {
    Map<T, Set<T>> ancestors = new HashMap<>();
    int left = most;
    for (Map.Entry<T, Set<T>> member : parents.entrySet()) {
      if (!member.getValue().isEmpty()) {
        Set<T> reached = reach(member.getValue(), parents, left);
        left -= reached.size();
        if (left < 0) {
          return Optional.empty();
        }
        ancestors.put(member.getKey(), Collections.unmodifiableSet(new TreeSet<>(reached)));
      }
    }
    return Optional.of(ancestors);
  }

  /** What can be reached from here on, this included; stops soon after {@code most}. */
  private static <T> Set<T> reach(Set<T> from, Map<T, Set<T>> parents, int most) {
    Set<T> reached = new HashSet<>(from);
    Deque<T> open = new ArrayDeque<>(from);
    while (!open.isEmpty() && reached.size() <= most) {
      for (T parent : parents.getOrDefault(open.pop(), Set.of())) {
        if (reached.add(parent)) {
          open.push(parent);
        }
      }
    }
    return reached;
  }
}
