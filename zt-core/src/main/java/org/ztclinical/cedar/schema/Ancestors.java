package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that can be reached upwards in a hierarchy, for every member of it. Works on numbers instead
 * of members: some kilobytes of text can relate a thousand types to a thousand others, and then
 * each is met a thousand times.
 */
final class Ancestors<T extends Comparable<T>> {
  private final List<T> members = new ArrayList<>();
  private final Map<T, Integer> numbers = new HashMap<>();
  private final int[][] parents;

  /** By member, sorted; null for those not looked at yet. */
  private final int[][] reached;

  private final int[] found;

  /** By member: for whom it was found last. */
  private final int[] foundFor;

  private Ancestors(Map<T, Set<T>> hierarchy) {
    hierarchy.keySet().forEach(this::number);
    hierarchy.values().forEach(some -> some.forEach(this::number));
    this.parents = new int[members.size()][];
    for (int i = 0; i < parents.length; i++) {
      parents[i] =
          hierarchy.getOrDefault(members.get(i), Set.of()).stream()
              .mapToInt(this::number)
              .toArray();
    }
    this.reached = new int[members.size()][];
    this.found = new int[members.size()];
    this.foundFor = new int[members.size()];
    Arrays.fill(foundFor, -1);
  }

  private int number(T member) {
    Integer known = numbers.putIfAbsent(member, members.size());
    if (known != null) {
      return known;
    }
    members.add(member);
    return members.size() - 1;
  }

  /**
   * The ancestors of each member that has any, in their order; a member in a circle is its own
   * ancestor. Empty when they are more than {@code most} pairs.
   */
  static <T extends Comparable<T>> Optional<Map<T, Set<T>>> of(Map<T, Set<T>> hierarchy, int most) {
    return new Ancestors<>(hierarchy).compute(most);
  }

  private Optional<Map<T, Set<T>>> compute(int most) {
    Map<T, Set<T>> ancestors = new HashMap<>();
    // All members of a circle have the same ancestors.
    IdentityHashMap<int[], Set<T>> sets = new IdentityHashMap<>();
    int left = most;
    for (int member = 0; member < parents.length; member++) {
      if (parents[member].length > 0) {
        int[] all = reach(member, left);
        left -= all.length;
        if (left < 0) {
          return Optional.empty();
        }
        reached[member] = all;
        ancestors.put(members.get(member), sets.computeIfAbsent(all, this::set));
      }
    }
    return Optional.of(ancestors);
  }

  private Set<T> set(int[] some) {
    Set<T> set = new TreeSet<>();
    for (int each : some) {
      set.add(members.get(each));
    }
    return Collections.unmodifiableSet(set);
  }

  /** What can be reached from a member; stops soon after {@code most}. */
  private int[] reach(int member, int most) {
    int count = add(parents[member], member, 0);
    for (int i = 0; i < count && count <= most; i++) {
      int[] above = reached[found[i]];
      if (above == null) {
        count = add(parents[found[i]], member, count);
      } else if (Arrays.binarySearch(above, member) >= 0) {
        // The two are in a circle: what can be reached from one can be reached from the other.
        return above;
      } else {
        count = add(above, member, count);
      }
    }
    int[] all = Arrays.copyOf(found, count);
    Arrays.sort(all);
    return all;
  }

  private int add(int[] some, int member, int before) {
    int count = before;
    for (int each : some) {
      if (foundFor[each] != member) {
        foundFor[each] = member;
        found[count++] = each;
      }
    }
    return count;
  }
}
