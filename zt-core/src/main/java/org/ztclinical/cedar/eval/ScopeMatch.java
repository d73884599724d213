package org.ztclinical.cedar.eval;

import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.EntityUid;

/** Asks one policy's scope about one request, directly: for explanations, and to test the index. */
public final class ScopeMatch {
  private ScopeMatch() {}

  /** Whether all three constraints hold. */
  public static boolean matches(Policy policy, AuthorizationRequest request, Entities entities) {
    return holds(policy.principal(), request.principal(), entities)
        && holds(policy.action(), request.action(), entities)
        && holds(policy.resource(), request.resource(), entities);
  }

  /** Whether the constraint holds for a principal or resource. */
  public static boolean holds(ScopeConstraint constraint, EntityUid uid, Entities entities) {
    if (constraint instanceof ScopeConstraint.Equal) {
      return uid.equals(target(constraint));
    }
    if (constraint instanceof ScopeConstraint.In) {
      return entities.isIn(uid, target(constraint));
    }
    if (constraint instanceof ScopeConstraint.Is is) {
      return uid.type().equals(is.type());
    }
    if (constraint instanceof ScopeConstraint.IsIn is) {
      return uid.type().equals(is.type()) && entities.isIn(uid, target(constraint));
    }
    return true;
  }

  /** Whether the constraint holds for an action. */
  public static boolean holds(ActionConstraint constraint, EntityUid action, Entities entities) {
    if (constraint instanceof ActionConstraint.Equal equal) {
      return action.equals(equal.uid());
    }
    if (constraint instanceof ActionConstraint.In in) {
      return in.uids().stream().anyMatch(group -> entities.isIn(action, group));
    }
    return true;
  }

  /** The entity that the constraint compares with. */
  static EntityUid target(ScopeConstraint constraint) {
    // A policy has no slots: its constructor sees to it.
    return ((ScopeConstraint.Uid) constraint.target().orElseThrow()).uid();
  }
}
