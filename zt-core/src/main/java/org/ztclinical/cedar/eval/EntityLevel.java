package org.ztclinical.cedar.eval;

import java.util.HashMap;
import java.util.Map;
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
  private final Function<Search, Party> party;
  private final Supplier<T> create;

  private @Nullable T any;
  private final Map<EntityUid, T> equal = new HashMap<>(2);
  private final Map<EntityUid, T> in = new HashMap<>(2);
  private final Map<Name, T> is = new HashMap<>(2);
  private final Map<Name, Map<EntityUid, T>> isIn = new HashMap<>(2);

  /**
   * An empty level.
   *
   * @param party which entity of a request it is about
   * @param create makes what lies below
   */
  EntityLevel(Function<Search, Party> party, Supplier<T> create) {
    this.party = party;
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
    Party entity = party.apply(search);
    below(any, search);
    if (!equal.isEmpty() && entity.key() != null) {
      below(equal.get(entity.key()), search);
    }
    if (!is.isEmpty()) {
      below(is.get(entity.type()), search);
    }
    if (!in.isEmpty()) {
      belowGroups(in, entity, search);
    }
    Map<EntityUid, T> ofType = isIn.isEmpty() ? null : isIn.get(entity.type());
    if (ofType != null) {
      belowGroups(ofType, entity, search);
    }
  }

  private void belowGroups(Map<EntityUid, T> groups, Party entity, Search search) {
    // Whichever is fewer: an entity may be in many groups, a level may know many.
    if (entity.groupCount() <= groups.size()) {
      for (int i = 0; i < entity.groupCount(); i++) {
        below(groups.get(entity.group(i)), search);
      }
    } else {
      for (Map.Entry<EntityUid, T> group : groups.entrySet()) {
        if (entity.isIn(group.getKey())) {
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
