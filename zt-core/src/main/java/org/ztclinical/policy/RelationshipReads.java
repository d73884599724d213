package org.ztclinical.policy;

import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.policy.Clinical.Attribute;

/**
 * Of a policy that reads what the user is to the patient: whom, what and which resources its scope
 * is about. Only where such a scope holds is the relationship asked for.
 */
record RelationshipReads(
    ScopeConstraint principal, ActionConstraint action, ScopeConstraint resource) {

  /** The scope of such a policy. */
  static RelationshipReads of(Policy policy) {
    return new RelationshipReads(policy.principal(), policy.action(), policy.resource());
  }

  /** Whether the policy reads it, or the context as a whole. */
  static boolean in(Policy policy) {
    return policy.conditions().stream()
        .map(Condition::body)
        .flatMap(body -> Operands.allWithin(body).stream())
        .anyMatch(RelationshipReads::reads);
  }

  private static boolean reads(Expr expression) {
    if (expression instanceof Expr.GetAttribute get && isContext(get.object())) {
      return isRelationship(get.attribute());
    }
    if (expression instanceof Expr.Has has && isContext(has.object())) {
      return isRelationship(has.path().get(0));
    }
    // The context in another place can lead to any of its attributes.
    return !(expression instanceof Expr.GetAttribute)
        && !(expression instanceof Expr.Has)
        && Operands.of(expression).stream().anyMatch(RelationshipReads::isContext);
  }

  private static boolean isRelationship(String attribute) {
    return attribute.equals(Attribute.RELATIONSHIP)
        || attribute.equals(Attribute.RELATIONSHIP_KINDS);
  }

  private static boolean isContext(Expr expression) {
    return expression instanceof Expr.Variable variable && variable.variable() == Expr.Var.CONTEXT;
  }

  /** Whether the scope may hold for this question. */
  boolean mayHold(Circumstances circumstances, EntityUid asked, EntityUid touched) {
    return circumstances.isPrincipal(principal)
        && circumstances.isAction(action, asked)
        && isOfType(touched);
  }

  private boolean isOfType(EntityUid touched) {
    boolean otherType =
        (resource instanceof ScopeConstraint.Is is && !is.type().equals(touched.type()))
            || (resource instanceof ScopeConstraint.IsIn isIn
                && !isIn.type().equals(touched.type()));
    return !otherType;
  }
}
