package org.ztclinical.cedar.entity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.EntityUid;

/**
 * A store of entities: an unchangeable picture with the ancestors of each computed once. Safe for
 * use by many threads; build it once and keep it as long as its facts hold.
 */
public final class Entities {
  private static final Entities EMPTY = new Entities(Map.of(), Map.of());

  private final Map<EntityUid, Entity> entities;
  private final Map<EntityUid, Set<EntityUid>> ancestors;

  private Entities(Map<EntityUid, Entity> entities, Map<EntityUid, Set<EntityUid>> ancestors) {
    this.entities = entities;
    this.ancestors = ancestors;
  }

  /** The store without entities. */
  public static Entities empty() {
    return EMPTY;
  }

  /** The store of these entities; see {@link #of(Collection)}. */
  public static Entities of(Entity... entities) {
    return of(List.of(entities));
  }

  /**
   * The store of these entities.
   *
   * @throws IllegalArgumentException when two differ under one uid, or when an entity is among its
   *     own ancestors
   */
  public static Entities of(Collection<Entity> all) {
    if (all.isEmpty()) {
      return EMPTY;
    }
    Map<EntityUid, Entity> byUid = new LinkedHashMap<>();
    for (Entity entity : all) {
      Entity before = byUid.put(entity.uid(), entity);
      if (before != null && !before.equals(entity)) {
        throw new IllegalArgumentException(
            "two different entities of type " + entity.uid().type() + " have one uid");
      }
    }
    return new Entities(Collections.unmodifiableMap(byUid), new Closure(byUid).compute());
  }

  /** The entity, or null where the store has none of this uid. */
  public @Nullable Entity get(EntityUid uid) {
    return entities.get(uid);
  }

  /** The entity of this uid. */
  public Optional<Entity> find(EntityUid uid) {
    return Optional.ofNullable(entities.get(uid));
  }

  /** All entities, in the order given. */
  public Collection<Entity> all() {
    return entities.values();
  }

  /**
   * All that the entity is in, directly or through others, itself not included; none for an entity
   * that is not in the store.
   */
  public Set<EntityUid> ancestors(EntityUid uid) {
    return ancestors.getOrDefault(uid, Set.of());
  }

  /** Whether the entity is the group or is in it: Cedar's {@code in}. */
  public boolean isIn(EntityUid entity, EntityUid group) {
    return entity.equals(group) || ancestors(entity).contains(group);
  }

  /** How many entities there are. */
  public int size() {
    return entities.size();
  }

  /** This store with more entities; see {@link #of(Collection)}. */
  public Entities and(Collection<Entity> more) {
    List<Entity> all = new ArrayList<>(entities.values());
    all.addAll(more);
    return of(all);
  }

  @Override
  public String toString() {
    return entities.size() + " entities";
  }

  /** Computes ancestors without recursion: a chain of parents may be as long as the store. */
  private static final class Closure {
    private final Map<EntityUid, Entity> entities;
    private final Map<EntityUid, Set<EntityUid>> done = new HashMap<>();

    Closure(Map<EntityUid, Entity> entities) {
      this.entities = entities;
    }

    Map<EntityUid, Set<EntityUid>> compute() {
      for (Entity entity : entities.values()) {
        climb(entity);
      }
      return done;
    }

    private void climb(Entity start) {
      Deque<Entity> path = new ArrayDeque<>();
      Set<EntityUid> onPath = new LinkedHashSet<>();
      path.push(start);
      while (!path.isEmpty()) {
        Entity entity = path.element();
        Entity above = done.containsKey(entity.uid()) ? null : firstOpenParent(entity, onPath);
        if (above != null) {
          path.push(above);
          continue;
        }
        done.computeIfAbsent(entity.uid(), uid -> union(entity));
        onPath.remove(entity.uid());
        path.pop();
      }
    }

    /** A parent whose ancestors are not known yet. */
    private @Nullable Entity firstOpenParent(Entity entity, Set<EntityUid> onPath) {
      onPath.add(entity.uid());
      for (EntityUid parent : entity.parents()) {
        if (onPath.contains(parent)) {
          throw new IllegalArgumentException(
              "an entity of type " + parent.type() + " is among its own ancestors");
        }
        Entity known = entities.get(parent);
        if (known != null && !done.containsKey(parent)) {
          return known;
        }
      }
      return null;
    }

    private Set<EntityUid> union(Entity entity) {
      Set<EntityUid> all = new LinkedHashSet<>(entity.parents());
      for (EntityUid parent : entity.parents()) {
        all.addAll(done.getOrDefault(parent, Set.of()));
      }
      return Collections.unmodifiableSet(all);
    }
  }
}
