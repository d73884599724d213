package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known to be there at the place the checker has reached: attributes and tags of
 * expressions, each the number of its {@link Shapes shape}. Grows while the checker goes into an
 * expression and is cut back when it comes out, so that a chain of any length costs its length.
 */
final class Capabilities {
  /**
   * That an attribute or a tag is there.
   *
   * @param object shape of the expression that has it
   * @param key the attribute, or the shape of the expression that names the tag
   */
  record Capability(int object, Object key) {
    static Capability attribute(int object, String name) {
      return new Capability(object, name);
    }

    static Capability tag(int object, int name) {
      return new Capability(object, name);
    }
  }

  private final Set<Capability> held = new HashSet<>();
  private final List<Capability> trail = new ArrayList<>();

  boolean holds(Capability capability) {
    return held.contains(capability);
  }

  /** The mark to return to. */
  int mark() {
    return trail.size();
  }

  void add(Set<Capability> more) {
    for (Capability capability : more) {
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

  static Set<Capability> both(Set<Capability> one, Set<Capability> other) {
    Set<Capability> smaller = one.size() < other.size() ? one : other;
    Set<Capability> larger = one.size() < other.size() ? other : one;
    Set<Capability> both = new HashSet<>(smaller);
    both.retainAll(larger);
    return both;
  }

  static Set<Capability> either(Set<Capability> one, Set<Capability> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    Set<Capability> either = new HashSet<>(one);
    either.addAll(other);
    return either;
  }
}
