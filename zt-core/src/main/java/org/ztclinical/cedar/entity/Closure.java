package org.ztclinical.cedar.entity;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Computes the ancestors of the entities of one layer, without recursion: a chain of parents may be
 * as long as the store.
 */
final class Closure {
  /**
   * A chain of a million would have half a billion links; beyond these, each is found when asked.
   */
  static final int MAX_LINKS = 1_000_000;

  private final Map<EntityUid, Entity> entities;
  private final Entities below;
  private final Map<EntityUid, Set<EntityUid>> done = new HashMap<>();
  private int links;

  Closure(Map<EntityUid, Entity> entities, Entities below) {
    this.entities = entities;
    this.below = below;
  }

  /**
   * The ancestors by entity; of some entities only, where all have too many together.
   *
   * @throws IllegalArgumentException when an entity is among its own ancestors
   */
  Map<EntityUid, Set<EntityUid>> compute() {
    requireNoCycle();
    for (Entity entity : entities.values()) {
      climb(entity);
    }
    return done;
  }

  /** Takes away, one after the other, what nothing left is in; what remains is above a cycle. */
  private void requireNoCycle() {
    Map<EntityUid, Integer> members = new HashMap<>();
    for (Entity entity : entities.values()) {
      entity.parents().forEach(parent -> members.merge(parent, 1, Integer::sum));
    }
    if (members.isEmpty()) {
      return;
    }
    Deque<Entity> free = new ArrayDeque<>();
    for (Entity entity : entities.values()) {
      if (!members.containsKey(entity.uid())) {
        free.push(entity);
      }
    }
    int left = entities.size();
    while (!free.isEmpty()) {
      left--;
      for (EntityUid parent : free.pop().parents()) {
        Entity above = entities.get(parent);
        if (members.merge(parent, -1, Integer::sum) == 0 && above != null) {
          free.push(above);
        }
      }
    }
    if (left > 0) {
      throw new IllegalArgumentException("an entity is among its own ancestors");
    }
  }

  private void climb(Entity start) {
    if (start.parents().isEmpty()) {
      done.put(start.uid(), Set.of());
    }
    if (done.containsKey(start.uid())) {
      return;
    }
    Deque<Step> path = new ArrayDeque<>();
    path.push(new Step(start));
    while (!path.isEmpty() && links < MAX_LINKS) {
      Step step = path.element();
      Entity above = firstOpen(step.rest());
      if (above != null) {
        path.push(new Step(above));
      } else {
        done.computeIfAbsent(step.entity().uid(), uid -> union(step.entity()));
        path.pop();
      }
    }
  }

  /** An entity of which some parents are still to be looked at. */
  private record Step(Entity entity, Iterator<EntityUid> rest) {
    Step(Entity entity) {
      this(entity, entity.parents().iterator());
    }
  }

  /** The next of these whose ancestors are not known yet. */
  private @Nullable Entity firstOpen(Iterator<EntityUid> parents) {
    while (parents.hasNext()) {
      EntityUid parent = parents.next();
      Entity known = entities.get(parent);
      if (known != null && !done.containsKey(parent)) {
        return known;
      }
    }
    return null;
  }

  private Set<EntityUid> union(Entity entity) {
    @Nullable Set<EntityUid> all = null;
    for (EntityUid parent : entity.parents()) {
      Set<EntityUid> above = ancestorsOf(parent);
      if (!above.isEmpty()) {
        all = all == null ? new LinkedHashSet<>(entity.parents()) : all;
        all.addAll(above);
      }
    }
    // Most are in groups that are in nothing: then the parents are all there is.
    Set<EntityUid> ancestors = all == null ? entity.parents() : Collections.unmodifiableSet(all);
    links += ancestors.size();
    return ancestors;
  }

  private Set<EntityUid> ancestorsOf(EntityUid parent) {
    Set<EntityUid> own = done.get(parent);
    return own == null ? below.ancestors(parent) : own;
  }
}
