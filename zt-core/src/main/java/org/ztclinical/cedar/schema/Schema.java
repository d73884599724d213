package org.ztclinical.cedar.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * A resolved schema: entity types and actions, with what can be in what computed once. Immutable
 * and safe for use by many threads; two schemas are equal when they describe the same world,
 * whichever syntax they were written in.
 */
public final class Schema {
  private final Map<Name, EntityTypeDefinition> entityTypes;
  private final Map<EntityUid, ActionDefinition> actions;
  private final Map<Name, Set<Name>> ancestorTypes = new HashMap<>();
  private final Map<EntityUid, Set<EntityUid>> actionGroups = new HashMap<>();

  private Schema(
      Map<Name, EntityTypeDefinition> entityTypes, Map<EntityUid, ActionDefinition> actions) {
    this.entityTypes = Collections.unmodifiableMap(entityTypes);
    this.actions = Collections.unmodifiableMap(actions);
    entityTypes.keySet().forEach(type -> ancestorTypes.put(type, closure(type, this::parentsOf)));
    actions.keySet().forEach(uid -> actionGroups.put(uid, closure(uid, this::groupsOf)));
  }

  /**
   * A schema of these definitions, all names in them defined, without cycles among actions: what
   * the readers of this room have checked.
   */
  static Schema ofChecked(
      Collection<EntityTypeDefinition> entityTypes, Collection<ActionDefinition> actions) {
    Map<Name, EntityTypeDefinition> types = new TreeMap<>();
    entityTypes.forEach(type -> types.put(type.name(), type));
    Map<EntityUid, ActionDefinition> byUid = new TreeMap<>();
    actions.forEach(action -> byUid.put(action.uid(), action));
    return new Schema(types, byUid);
  }

  /** The entity types by name, actions' own type not among them. */
  public Map<Name, EntityTypeDefinition> entityTypes() {
    return entityTypes;
  }

  /** The actions and action groups by uid. */
  public Map<EntityUid, ActionDefinition> actions() {
    return actions;
  }

  /** The definition of an entity type. */
  public Optional<EntityTypeDefinition> entityType(Name name) {
    return Optional.ofNullable(entityTypes.get(name));
  }

  /** The definition of an action. */
  public Optional<ActionDefinition> action(EntityUid uid) {
    return Optional.ofNullable(actions.get(uid));
  }

  /** Whether this is the type of actions: its last name is {@code Action}. */
  public static boolean isActionType(Name type) {
    return type.basename().equals("Action");
  }

  /** The types whose entities an entity of this type can be in, directly or not, without itself. */
  public Set<Name> ancestorTypes(Name type) {
    return ancestorTypes.getOrDefault(type, Set.of());
  }

  /** Whether an entity of the first type can be in an entity of the second, or be it. */
  public boolean canBeIn(Name type, Name group) {
    return type.equals(group) || ancestorTypes(type).contains(group);
  }

  /** The groups an action is in, directly or not, without itself. */
  public Set<EntityUid> actionGroups(EntityUid action) {
    return actionGroups.getOrDefault(action, Set.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Schema that
        && entityTypes.equals(that.entityTypes)
        && actions.equals(that.actions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(entityTypes.keySet(), actions.keySet());
  }

  @Override
  public String toString() {
    return entityTypes.size() + " entity types, " + actions.size() + " actions";
  }

  private Set<Name> parentsOf(Name type) {
    EntityTypeDefinition definition = entityTypes.get(type);
    return definition == null ? Set.of() : definition.memberOf();
  }

  private Set<EntityUid> groupsOf(EntityUid action) {
    ActionDefinition definition = actions.get(action);
    return definition == null ? Set.of() : definition.memberOf();
  }

  /** All that can be reached upwards; a type that can be in itself is its own ancestor. */
  private static <T extends Comparable<T>> Set<T> closure(
      T start, java.util.function.Function<T, Set<T>> parents) {
    Set<T> reached = new LinkedHashSet<>(parents.apply(start));
    Set<T> open = new HashSet<>(reached);
    while (!open.isEmpty()) {
      Set<T> next = new HashSet<>();
      for (T at : open) {
        for (T parent : parents.apply(at)) {
          if (reached.add(parent)) {
            next.add(parent);
          }
        }
      }
      open = next;
    }
    return Collections.unmodifiableSet(new TreeSet<>(reached));
  }
}
