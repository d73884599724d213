package org.ztclinical.cedar.eval;

import java.util.Set;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.EntityUid;

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
  private final EntityLevel<EntityLevel<ActionLevel>> resources =
      new EntityLevel<>(
          search -> search.resource,
          search -> search.resourceIn,
          () ->
              new EntityLevel<>(
                  search -> search.principal, search -> search.principalIn, ActionLevel::new));

  void add(int number, Policy policy) {
    resources.at(policy.resource()).at(policy.principal()).add(number, policy.action());
  }

  /** The numbers of the policies whose scope matches, ascending. */
  int[] find(AuthorizationRequest request, Entities entities) {
    Search search = new Search(request, entities);
    resources.find(search);
    return search.found.sorted();
  }

  /** A level of the index, below which policies are filed. */
  interface Level {
    /** Adds all policies below this level whose remaining constraints the request satisfies. */
    void find(Search search);
  }

  /** One request on its way down. */
  static final class Search {
    final EntityUid principal;
    final EntityUid action;
    final EntityUid resource;
    final Set<EntityUid> principalIn;
    final Set<EntityUid> actionIn;
    final Set<EntityUid> resourceIn;

    /** What was found so far; a policy may be in it twice. */
    final Numbers found = new Numbers();

    Search(AuthorizationRequest request, Entities entities) {
      this.principal = request.principal();
      this.action = request.action();
      this.resource = request.resource();
      this.principalIn = entities.ancestors(principal);
      this.actionIn = entities.ancestors(action);
      this.resourceIn = entities.ancestors(resource);
    }
  }
}
