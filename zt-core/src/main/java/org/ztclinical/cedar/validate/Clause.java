package org.ztclinical.cedar.validate;

import java.util.List;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.value.Span;

/** What a policy and a template have in common: all that the validator looks at. */
record Clause(
    String id,
    ScopeConstraint principal,
    ActionConstraint action,
    ScopeConstraint resource,
    List<Condition> conditions,
    Span at) {
  static Clause of(Policy policy) {
    return new Clause(
        policy.id(),
        policy.principal(),
        policy.action(),
        policy.resource(),
        policy.conditions(),
        policy.at());
  }

  static Clause of(Template template) {
    return new Clause(
        template.id(),
        template.principal(),
        template.action(),
        template.resource(),
        template.conditions(),
        template.at());
  }

  /** The scope alone: the conditions of a link are those of its template. */
  Clause withoutConditions() {
    return new Clause(id, principal, action, resource, List.of(), at);
  }
}
