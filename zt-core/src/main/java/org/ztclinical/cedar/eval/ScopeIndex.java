package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * Finds the policies whose scope matches a request, exactly those, without looking at the others.
 *
 * <p>Policies are filed by the constraint on the resource, under that by the one on the principal,
 * under that by the one on the action; each constraint is a key. A request looks up the keys that
 * it satisfies and goes down where it finds something. Because a scope cannot fail, leaving a
 * policy out for its scope loses neither a reason nor an error (Cedar 4.5, authorization).
 *
 * <p>Filled once, read-only afterwards.
 */
final class ScopeIndex {
  private final Resources resources = new Resources();

  /**
   * The entities that scopes name. All levels have the same object as key for the same entity, and
   * requests ask with it, so that finding it again costs no comparison of texts.
   */
  private final Map<EntityUid, EntityUid> named = new HashMap<>();

  /** The entity types that scopes name, likewise. */
  private final Map<Name, Name> types = new HashMap<>();

  void add(int number, Policy policy) {
    name(policy.principal());
    name(policy.resource());
    resources
        .at(named(policy.resource()))
        .at(named(policy.principal()))
        .add(number, named(policy.action()));
  }

  private ScopeConstraint named(ScopeConstraint constraint) {
    return constraint.target().isEmpty()
        ? constraint
        : constraint.withTarget(named(ScopeMatch.target(constraint)));
  }

  private ActionConstraint named(ActionConstraint constraint) {
    if (constraint instanceof ActionConstraint.Equal equal) {
      return new ActionConstraint.Equal(named(equal.uid()));
    }
    if (constraint instanceof ActionConstraint.In in) {
      List<EntityUid> uids = new ArrayList<>(in.uids().size());
      for (EntityUid uid : in.uids()) {
        uids.add(named(uid));
      }
      return new ActionConstraint.In(uids);
    }
    return constraint;
  }

  private EntityUid named(EntityUid uid) {
    EntityUid before = named.putIfAbsent(uid, uid);
    return before == null ? uid : before;
  }

  private void name(ScopeConstraint constraint) {
    if (constraint instanceof ScopeConstraint.Is is) {
      types.putIfAbsent(is.type(), is.type());
    } else if (constraint instanceof ScopeConstraint.IsIn is) {
      types.putIfAbsent(is.type(), is.type());
    }
  }

  /** The object that is the key for the type; null when no scope names it. */
  @Nullable Name type(Name type) {
    return types.get(type);
  }

  /** The object that is the key for the entity; null when no scope names it. */
  @Nullable EntityUid key(EntityUid uid) {
    return named.get(uid);
  }

  /** The numbers of the policies whose scope matches, ascending. */
  int[] find(ScopeKeys request) {
    Search search = new Search(request);
    resources.find(search);
    return search.found.sorted();
  }

  private static final class Resources extends EntityLevel<Principals> {
    @Override
    Party party(Search search) {
      return search.request.resource();
    }

    @Override
    Principals create() {
      return new Principals();
    }
  }

  private static final class Principals extends EntityLevel<ActionLevel> {
    @Override
    Party party(Search search) {
      return search.request.principal();
    }

    @Override
    ActionLevel create() {
      return new ActionLevel();
    }
  }

  /** A level of the index, below which policies are filed. */
  interface Level {
    /** Adds all policies below this level whose remaining constraints the request satisfies. */
    void find(Search search);
  }

  /** One request on its way down. */
  static final class Search {
    final ScopeKeys request;

    /** What was found so far; a policy may be in it twice. */
    final Numbers found = new Numbers();

    Search(ScopeKeys request) {
      this.request = request;
    }
  }
}
