package org.ztclinical.cedar.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Orders things so that each comes after all it depends on, or finds a circle of them. Without
 * recursion, in time linear in things and dependencies. For one thread.
 */
final class DependencyOrder<T> {
  private final Function<T, ? extends Collection<T>> dependencies;
  private final Set<T> ordered = new LinkedHashSet<>();
  private final Set<T> open = new HashSet<>();
  private final Deque<Step<T>> path = new ArrayDeque<>();

  private DependencyOrder(Function<T, ? extends Collection<T>> dependencies) {
    this.dependencies = dependencies;
  }

  /** A thing whose dependencies are being visited. */
  private record Step<T>(T thing, Iterator<T> rest) {}

  /**
   * The order, or a circle.
   *
   * @param things in dependency order; complete when there is no circle
   * @param circle things of which each depends on the next and the last is the first again
   */
  record Result<T>(List<T> things, Optional<List<T>> circle) {}

  /** Orders the things and all they depend on. */
  static <T> Result<T> of(Collection<T> things, Function<T, ? extends Collection<T>> dependencies) {
    DependencyOrder<T> order = new DependencyOrder<>(dependencies);
    for (T thing : things) {
      Optional<List<T>> circle = order.visit(thing);
      if (circle.isPresent()) {
        return new Result<>(List.copyOf(order.ordered), circle);
      }
    }
    return new Result<>(List.copyOf(order.ordered), Optional.empty());
  }

  private Optional<List<T>> visit(T start) {
    enter(start);
    while (!path.isEmpty()) {
      Step<T> step = path.element();
      if (step.rest().hasNext()) {
        T next = step.rest().next();
        if (open.contains(next)) {
          return Optional.of(circleTo(next));
        }
        enter(next);
      } else {
        path.pop();
        open.remove(step.thing());
        ordered.add(step.thing());
      }
    }
    return Optional.empty();
  }

  private void enter(T thing) {
    if (!ordered.contains(thing)) {
      open.add(thing);
      path.push(new Step<>(thing, dependencies.apply(thing).iterator()));
    }
  }

  private List<T> circleTo(T first) {
    List<T> circle = new ArrayList<>();
    boolean inside = false;
    for (Iterator<Step<T>> from = path.descendingIterator(); from.hasNext(); ) {
      T thing = from.next().thing();
      inside |= thing.equals(first);
      if (inside) {
        circle.add(thing);
      }
    }
    circle.add(first);
    return circle;
  }
}
