package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.eval.ScopeIndex.Search;
import org.ztclinical.cedar.value.EntityUid;

/** Policies filed under their constraints on the action. */
final class ActionLevel implements ScopeIndex.Level {
  private final Numbers any = new Numbers();
  private final Map<EntityUid, Numbers> equal = new HashMap<>(2);
  private final Map<EntityUid, List<Numbers>> in = new HashMap<>(2);

  /** By the constraint's set of groups, so that one list of actions is filed once. */
  private final Map<Set<EntityUid>, Numbers> lists = new HashMap<>(2);

  void add(int number, ActionConstraint constraint) {
    if (constraint instanceof ActionConstraint.Equal one) {
      addUnder(one.uid(), number);
    } else if (constraint instanceof ActionConstraint.In list) {
      // In none of no groups: such a policy never matches, and is found under none.
      addUnderEach(Set.copyOf(list.uids()), number);
    } else {
      any.add(number);
    }
  }

  private void addUnder(EntityUid action, int number) {
    Numbers numbers = equal.get(action);
    if (numbers == null) {
      numbers = new Numbers();
      equal.put(action, numbers);
    }
    numbers.add(number);
  }

  private void addUnderEach(Set<EntityUid> groups, int number) {
    Numbers numbers = lists.get(groups);
    if (numbers == null) {
      numbers = new Numbers();
      lists.put(groups, numbers);
      for (EntityUid group : groups) {
        List<Numbers> all = in.get(group);
        if (all == null) {
          all = new ArrayList<>(1);
          in.put(group, all);
        }
        all.add(numbers);
      }
    }
    numbers.add(number);
  }

  @Override
  public void find(Search search) {
    search.found.addAll(any);
    Party action = search.request.action();
    if (!equal.isEmpty() && action.key() != null) {
      add(equal.get(action.key()), search);
    }
    if (!in.isEmpty()) {
      for (int i = 0; i < action.groupCount(); i++) {
        addEach(in.get(action.group(i)), search);
      }
    }
  }

  private static void addEach(@Nullable List<Numbers> lists, Search search) {
    if (lists != null) {
      for (int i = 0; i < lists.size(); i++) {
        add(lists.get(i), search);
      }
    }
  }

  private static void add(@Nullable Numbers numbers, Search search) {
    if (numbers != null) {
      search.found.addAll(numbers);
    }
  }
}
