package org.ztclinical.cedar.entity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
  private static final Entities EMPTY = new Entities(null, Map.of(), Map.of());

  /** So few entities are laid over a store rather than copied together with it. */
  private static final int FEW = 8;

  /** So many layers at most: each is one more look-up for what is not in it. */
  private static final int MAX_LAYERS = 4;

  /** What lies below, whose entities are none of this layer's. */
  private final @Nullable Entities below;

  private final Map<EntityUid, Entity> entities;
  private final Map<EntityUid, Set<EntityUid>> ancestors;
  private final int layers;

  /** Computed when first asked for; the same whoever computes it. */
  private volatile @Nullable Set<EntityUid> parents;

  /** The last ancestors that {@link #walk} found: who asks for them asks again. */
  private volatile @Nullable Walked walked;

  private Entities(
      @Nullable Entities below,
      Map<EntityUid, Entity> entities,
      Map<EntityUid, Set<EntityUid>> ancestors) {
    this.below = below;
    this.entities = entities;
    this.ancestors = ancestors;
    this.layers = below == null ? 1 : below.layers + 1;
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
    return new Entities(
        null, Collections.unmodifiableMap(byUid), new Closure(byUid, EMPTY).compute());
  }

  /** The entity, or null where the store has none of this uid. */
  public @Nullable Entity get(EntityUid uid) {
    Entity entity = entities.get(uid);
    return entity == null && below != null ? below.get(uid) : entity;
  }

  /** The entity of this uid. */
  public Optional<Entity> find(EntityUid uid) {
    return Optional.ofNullable(get(uid));
  }

  /** All entities, in the order given. */
  public Collection<Entity> all() {
    if (below == null) {
      return entities.values();
    }
    List<Entity> all = new ArrayList<>(below.all());
    all.addAll(entities.values());
    return Collections.unmodifiableList(all);
  }

  /**
   * All that the entity is in, directly or through others, itself not included; none for an entity
   * that is not in the store.
   */
  public Set<EntityUid> ancestors(EntityUid uid) {
    Set<EntityUid> own = ancestors.get(uid);
    if (own != null) {
      return own;
    }
    Entity entity = entities.get(uid);
    if (entity != null) {
      return walk(entity);
    }
    return below == null ? Set.of() : below.ancestors(uid);
  }

  /** Finds the ancestors that were too many to compute beforehand. */
  private Set<EntityUid> walk(Entity entity) {
    Walked last = walked;
    if (last != null && last.uid.equals(entity.uid())) {
      return last.ancestors;
    }
    Set<EntityUid> found = new LinkedHashSet<>(entity.parents());
    Deque<EntityUid> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      EntityUid next = open.pop();
      Entity above = get(next);
      Set<EntityUid> known = ancestors.get(next);
      if (known != null) {
        found.addAll(known);
      } else if (above != null) {
        for (EntityUid parent : above.parents()) {
          if (found.add(parent)) {
            open.push(parent);
          }
        }
      }
    }
    walked = new Walked(entity.uid(), Collections.unmodifiableSet(found));
    return Collections.unmodifiableSet(found);
  }

  private record Walked(EntityUid uid, Set<EntityUid> ancestors) {}

  /** Whether the entity is the group or is in it: Cedar's {@code in}. */
  public boolean isIn(EntityUid entity, EntityUid group) {
    return entity.equals(group) || ancestors(entity).contains(group);
  }

  /** How many entities there are. */
  public int size() {
    return entities.size() + (below == null ? 0 : below.size());
  }

  /**
   * This store with more entities; see {@link #of(Collection)}. Cheap for a few that are new: a
   * store that many requests share can be kept, and each request adds its own.
   */
  public Entities and(Collection<Entity> more) {
    if (more.size() <= FEW && layers < MAX_LAYERS && areNew(more)) {
      return over(more);
    }
    List<Entity> all = new ArrayList<>(all());
    all.addAll(more);
    return of(all);
  }

  /** Whether none of them is here already, or would add to the ancestors of one that is. */
  private boolean areNew(Collection<Entity> more) {
    Map<EntityUid, Entity> seen = new HashMap<>(2 * FEW);
    for (Entity entity : more) {
      if (get(entity.uid()) != null || isParent(entity.uid()) || seen.containsKey(entity.uid())) {
        return false;
      }
      seen.put(entity.uid(), entity);
    }
    return true;
  }

  private boolean isParent(EntityUid uid) {
    return parents().contains(uid) || (below != null && below.isParent(uid));
  }

  /** All that this layer's entities are directly in. */
  private Set<EntityUid> parents() {
    Set<EntityUid> known = parents;
    if (known == null) {
      known = new HashSet<>();
      for (Entity entity : entities.values()) {
        known.addAll(entity.parents());
      }
      parents = known;
    }
    return known;
  }

  private Entities over(Collection<Entity> more) {
    Map<EntityUid, Entity> byUid = new LinkedHashMap<>(2 * FEW);
    more.forEach(entity -> byUid.put(entity.uid(), entity));
    return new Entities(this, byUid, new Closure(byUid, this).compute());
  }

  @Override
  public String toString() {
    return size() + " entities";
  }
}
