package org.ztclinical.cedar.eval;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.eval.ScopeIndex.Search;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * What is filed under the scope constraints on one entity, principal or resource. A request finds
 * all constraints that it satisfies by looking up its uid, its type and its ancestors; those it
 * does not satisfy are never touched.
 */
final class EntityLevel<T extends ScopeIndex.Level> implements ScopeIndex.Level {
  private final Function<Search, EntityUid> entity;
  private final Function<Search, Set<EntityUid>> ancestors;
  private final Supplier<T> create;

  private @Nullable T any;
  private final Map<EntityUid, T> equal = new HashMap<>(2);
  private final Map<EntityUid, T> in = new HashMap<>(2);
  private final Map<Name, T> is = new HashMap<>(2);
  private final Map<Name, Map<EntityUid, T>> isIn = new HashMap<>(2);

  /**
   * An empty level.
   *
   * @param entity which of the request's entities it is about
   * @param ancestors what that entity is in
   * @param create makes what lies below
   */
  EntityLevel(
      Function<Search, EntityUid> entity,
      Function<Search, Set<EntityUid>> ancestors,
      Supplier<T> create) {
    this.entity = entity;
    this.ancestors = ancestors;
    this.create = create;
  }

  /** What is filed under this constraint, made when there is nothing yet. */
  T at(ScopeConstraint constraint) {
    if (constraint instanceof ScopeConstraint.Equal) {
      return under(equal, constraint);
    }
    if (constraint instanceof ScopeConstraint.In) {
      return under(in, constraint);
    }
    if (constraint instanceof ScopeConstraint.IsIn type) {
      return under(isIn.computeIfAbsent(type.type(), key -> new HashMap<>(2)), constraint);
    }
    if (constraint instanceof ScopeConstraint.Is type) {
      return is.computeIfAbsent(type.type(), key -> create.get());
    }
    if (any == null) {
      any = create.get();
    }
    return any;
  }

  private T under(Map<EntityUid, T> filed, ScopeConstraint constraint) {
    return filed.computeIfAbsent(ScopeMatch.target(constraint), key -> create.get());
  }

  @Override
  public void find(Search search) {
    EntityUid uid = entity.apply(search);
    below(any, search);
    if (!equal.isEmpty()) {
      below(equal.get(uid), search);
    }
    if (!is.isEmpty()) {
      below(is.get(uid.type()), search);
    }
    if (!in.isEmpty()) {
      belowGroups(in, uid, search);
    }
    Map<EntityUid, T> ofType = isIn.isEmpty() ? null : isIn.get(uid.type());
    if (ofType != null) {
      belowGroups(ofType, uid, search);
    }
  }

  private void belowGroups(Map<EntityUid, T> groups, EntityUid uid, Search search) {
    Set<EntityUid> above = ancestors.apply(search);
    below(groups.get(uid), search);
    // Whichever is fewer: an entity may be in many groups, a level may know many.
    if (above.size() <= groups.size()) {
      for (EntityUid group : above) {
        below(groups.get(group), search);
      }
    } else {
      for (Map.Entry<EntityUid, T> group : groups.entrySet()) {
        if (above.contains(group.getKey())) {
          group.getValue().find(search);
        }
      }
    }
  }

  private void below(@Nullable T filed, Search search) {
    if (filed != null) {
      filed.find(search);
    }
  }
}
