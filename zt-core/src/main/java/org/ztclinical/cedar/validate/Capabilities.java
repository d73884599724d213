package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known to be there at the place the checker has reached: attributes and tags of
 * expressions, each by the {@link Shapes shape} of the test that proves it, {@code e has a} or
 * {@code e.hasTag(k)}. Grows while the checker goes into an expression and is cut back when it
 * comes out, so that a chain of any length costs its length.
 */
final class Capabilities {
  private final Set<Integer> held = new HashSet<>();
  private final List<Integer> trail = new ArrayList<>();

  boolean holds(Integer capability) {
    return held.contains(capability);
  }

  /** The mark to return to. */
  int mark() {
    return trail.size();
  }

  void add(Set<Integer> more) {
    for (Integer capability : more) {
      if (held.add(capability)) {
        trail.add(capability);
      }
    }
  }

  /** Forgets what was added since the mark. */
  void returnTo(int mark) {
    while (trail.size() > mark) {
      held.remove(trail.remove(trail.size() - 1));
    }
  }

  static Set<Integer> both(Set<Integer> one, Set<Integer> other) {
    Set<Integer> smaller = one.size() < other.size() ? one : other;
    Set<Integer> larger = one.size() < other.size() ? other : one;
    Set<Integer> both = new HashSet<>(smaller);
    both.retainAll(larger);
    return both;
  }

  static Set<Integer> either(Set<Integer> one, Set<Integer> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    Set<Integer> either = new HashSet<>(one);
    either.addAll(other);
    return either;
  }
}
