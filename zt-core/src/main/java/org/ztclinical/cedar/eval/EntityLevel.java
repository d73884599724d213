package org.ztclinical.cedar.eval;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * What is filed under the scope constraints on one entity, principal or resource. A request finds
 * all constraints that it satisfies by looking up its uid, its type and its ancestors; those it
 * does not satisfy are never touched.
 */
final class EntityLevel<T> {
  private @Nullable T any;
  private final Map<EntityUid, T> equal = new HashMap<>(2);
  private final Map<EntityUid, T> in = new HashMap<>(2);
  private final Map<Name, T> is = new HashMap<>(2);
  private final Map<Name, Map<EntityUid, T>> isIn = new HashMap<>(2);

  /** What is filed under this constraint, made when there is nothing yet. */
  T at(ScopeConstraint constraint, Supplier<T> create) {
    if (constraint instanceof ScopeConstraint.Equal) {
      return equal.computeIfAbsent(ScopeMatch.target(constraint), key -> create.get());
    }
    if (constraint instanceof ScopeConstraint.In) {
      return in.computeIfAbsent(ScopeMatch.target(constraint), key -> create.get());
    }
    if (constraint instanceof ScopeConstraint.Is type) {
      return is.computeIfAbsent(type.type(), key -> create.get());
    }
    if (constraint instanceof ScopeConstraint.IsIn type) {
      return isIn.computeIfAbsent(type.type(), key -> new HashMap<>())
          .computeIfAbsent(ScopeMatch.target(constraint), key -> create.get());
    }
    if (any == null) {
      any = create.get();
    }
    return any;
  }

  /** Gives all that is filed under constraints which the entity satisfies, each once. */
  void find(EntityUid uid, Set<EntityUid> ancestors, Consumer<T> found) {
    accept(any, found);
    accept(equal.isEmpty() ? null : equal.get(uid), found);
    accept(is.isEmpty() ? null : is.get(uid.type()), found);
    findIn(in, uid, ancestors, found);
    findIn(isIn.isEmpty() ? null : isIn.get(uid.type()), uid, ancestors, found);
  }

  private static <T> void findIn(
      @Nullable Map<EntityUid, T> groups,
      EntityUid uid,
      Set<EntityUid> ancestors,
      Consumer<T> found) {
    if (groups == null || groups.isEmpty()) {
      return;
    }
    accept(groups.get(uid), found);
    // Whichever is fewer: an entity may be in many groups, a level may know many.
    if (ancestors.size() <= groups.size()) {
      for (EntityUid ancestor : ancestors) {
        accept(groups.get(ancestor), found);
      }
    } else {
      for (Map.Entry<EntityUid, T> group : groups.entrySet()) {
        if (ancestors.contains(group.getKey())) {
          found.accept(group.getValue());
        }
      }
    }
  }

  private static <T> void accept(@Nullable T filed, Consumer<T> found) {
    if (filed != null) {
      found.accept(filed);
    }
  }
}
