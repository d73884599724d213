package org.ztclinical.cedar.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
  private final Map<Name, SchemaType> commonTypes;
  private final Map<Name, Set<Name>> ancestorTypes;
  private final Map<EntityUid, Set<EntityUid>> actionGroups;

  private Schema(
      Map<Name, EntityTypeDefinition> entityTypes,
      Map<EntityUid, ActionDefinition> actions,
      Map<Name, SchemaType> commonTypes,
      Map<Name, Set<Name>> ancestorTypes,
      Map<EntityUid, Set<EntityUid>> actionGroups) {
    this.entityTypes = Collections.unmodifiableMap(entityTypes);
    this.actions = Collections.unmodifiableMap(actions);
    this.commonTypes = Collections.unmodifiableMap(commonTypes);
    this.ancestorTypes = ancestorTypes;
    this.actionGroups = actionGroups;
  }

  /**
   * A schema of these definitions, all names in them defined, without cycles among actions: what
   * the readers of this room have checked. Empty when its hierarchies have more than {@code
   * maxRelations} pairs of a member and an ancestor.
   */
  static Optional<Schema> ofChecked(
      Collection<EntityTypeDefinition> entityTypes,
      Collection<ActionDefinition> actions,
      Map<Name, SchemaType> commonTypes,
      int maxRelations) {
    Map<Name, EntityTypeDefinition> types = new TreeMap<>();
    Map<Name, Set<Name>> parents = new HashMap<>();
    for (EntityTypeDefinition type : entityTypes) {
      types.put(type.name(), type);
      parents.put(type.name(), type.memberOf());
    }
    Map<EntityUid, ActionDefinition> byUid = new TreeMap<>();
    Map<EntityUid, Set<EntityUid>> groups = new HashMap<>();
    for (ActionDefinition action : actions) {
      byUid.put(action.uid(), action);
      groups.put(action.uid(), action.memberOf());
    }
    return Ancestors.of(parents, maxRelations)
        .flatMap(
            ancestors ->
                Ancestors.of(groups, maxRelations)
                    .map(
                        all ->
                            new Schema(types, byUid, new TreeMap<>(commonTypes), ancestors, all)));
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

  /**
   * The common types by name, as they were declared; what uses one holds the same object. They are
   * names that an author chose, not part of what the schema says: equality does not look at them.
   */
  public Map<Name, SchemaType> commonTypes() {
    return commonTypes;
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
}
