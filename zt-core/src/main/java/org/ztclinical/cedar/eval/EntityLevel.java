package org.ztclinical.cedar.eval;

import java.util.HashMap;
import java.util.Map;
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
abstract class EntityLevel<T extends ScopeIndex.Level> implements ScopeIndex.Level {
  private @Nullable T any;
  private final Map<EntityUid, T> equal = new HashMap<>(2);
  private final Map<EntityUid, T> in = new HashMap<>(2);
  private final Map<Name, T> is = new HashMap<>(2);
  private final Map<Name, Map<EntityUid, T>> isIn = new HashMap<>(2);

  /** Which entity of a request this is about. */
  abstract Party party(Search search);

  /** Makes what lies below. */
  abstract T create();

  /** What is filed under this constraint, made when there is nothing yet. */
  T at(ScopeConstraint constraint) {
    if (constraint instanceof ScopeConstraint.Equal) {
      return under(equal, constraint);
    }
    if (constraint instanceof ScopeConstraint.In) {
      return under(in, constraint);
    }
    if (constraint instanceof ScopeConstraint.IsIn type) {
      Map<EntityUid, T> ofType = isIn.get(type.type());
      if (ofType == null) {
        ofType = new HashMap<>(2);
        isIn.put(type.type(), ofType);
      }
      return under(ofType, constraint);
    }
    if (constraint instanceof ScopeConstraint.Is type) {
      return under(is, type.type());
    }
    if (any == null) {
      any = create();
    }
    return any;
  }

  private T under(Map<EntityUid, T> filed, ScopeConstraint constraint) {
    return under(filed, ScopeMatch.target(constraint));
  }

  private <K> T under(Map<K, T> filed, K key) {
    T below = filed.get(key);
    if (below == null) {
      below = create();
      filed.put(key, below);
    }
    return below;
  }

  @Override
  public void find(Search search) {
    Party entity = party(search);
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
