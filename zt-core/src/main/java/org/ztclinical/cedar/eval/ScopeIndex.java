package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Finds the policies whose scope matches a request, exactly those, without looking at the others.
 *
 * <p>Policies are filed by the constraint on the action, under that by the one on the resource,
 * under that by the one on the principal; each constraint is a key. Because a scope cannot fail,
 * leaving a policy out for its scope loses neither a reason nor an error (Cedar 4.5,
 * authorization).
 *
 * <p>Filled once, read-only afterwards.
 */
final class ScopeIndex {
  private final Filed anyAction = new Filed();
  private final Map<EntityUid, Filed> equalAction = new HashMap<>();
  private final Map<EntityUid, List<Filed>> inGroup = new HashMap<>();

  /** By the constraint's set of groups, so that one list of actions is filed once. */
  private final Map<Set<EntityUid>, Filed> inGroups = new HashMap<>();

  /** What is filed under one constraint on the action: by resource, then by principal. */
  private static final class Filed {
    final EntityLevel<EntityLevel<Numbers>> resources = new EntityLevel<>();

    void add(int number, ScopeConstraint resource, ScopeConstraint principal) {
      resources.at(resource, EntityLevel::new).at(principal, Numbers::new).add(number);
    }
  }

  void add(int number, Policy policy) {
    Filed filed = at(policy.action());
    if (filed != null) {
      filed.add(number, policy.resource(), policy.principal());
    }
  }

  private @Nullable Filed at(ActionConstraint constraint) {
    if (constraint instanceof ActionConstraint.Equal equal) {
      return equalAction.computeIfAbsent(equal.uid(), key -> new Filed());
    }
    if (constraint instanceof ActionConstraint.In in) {
      // In none of no groups: such a policy never matches.
      return in.uids().isEmpty()
          ? null
          : inGroups.computeIfAbsent(Set.copyOf(in.uids()), this::newGroups);
    }
    return anyAction;
  }

  private Filed newGroups(Set<EntityUid> groups) {
    Filed filed = new Filed();
    for (EntityUid group : groups) {
      inGroup.computeIfAbsent(group, key -> new ArrayList<>(1)).add(filed);
    }
    return filed;
  }

  /** The numbers of the policies whose scope matches, ascending. */
  int[] find(AuthorizationRequest request, Entities entities) {
    Numbers found = new Numbers();
    Search search = new Search(request, entities, found);
    search.in(anyAction);
    EntityUid action = request.action();
    if (!equalAction.isEmpty()) {
      search.in(equalAction.get(action));
    }
    if (!inGroup.isEmpty()) {
      search.in(inGroup.get(action));
      for (EntityUid group : entities.ancestors(action)) {
        search.in(inGroup.get(group));
      }
    }
    return found.sorted();
  }

  /** One request on its way down. A list reached by two of its groups is found twice. */
  private static final class Search {
    private final EntityUid principal;
    private final EntityUid resource;
    private final Set<EntityUid> principalIn;
    private final Set<EntityUid> resourceIn;
    private final Numbers found;

    Search(AuthorizationRequest request, Entities entities, Numbers found) {
      this.principal = request.principal();
      this.resource = request.resource();
      this.principalIn = entities.ancestors(principal);
      this.resourceIn = entities.ancestors(resource);
      this.found = found;
    }

    void in(@Nullable List<Filed> all) {
      if (all != null) {
        all.forEach(this::in);
      }
    }

    void in(@Nullable Filed filed) {
      if (filed != null) {
        filed.resources.find(resource, resourceIn, this::under);
      }
    }

    private void under(EntityLevel<Numbers> principals) {
      principals.find(principal, principalIn, found::addAll);
    }
  }
}
