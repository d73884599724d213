package org.ztclinical.cedar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.eval.ScopeMatch;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EvaluationException;

/**
 * The authorizer as the language defines it and as slowly as can be: every policy of the set is
 * looked at, every expression is evaluated where it stands. What the real one answers must be the
 * same.
 */
final class ReferenceAuthorizer {
  private final PolicySet policies;

  ReferenceAuthorizer(PolicySet policies) {
    this.policies = policies;
  }

  /** The answer under the standard semantics. */
  Answer authorize(AuthorizationRequest request, Entities entities) {
    Set<String> permits = new TreeSet<>();
    Set<String> forbids = new TreeSet<>();
    Map<String, CedarError> errors = new LinkedHashMap<>();
    ReferenceEvaluator evaluator = new ReferenceEvaluator(request, entities);
    for (Policy policy : policies.policies()) {
      try {
        if (ScopeMatch.matches(policy, request, entities) && holds(policy, evaluator)) {
          (policy.effect() == Effect.FORBID ? forbids : permits).add(policy.id());
        }
      } catch (EvaluationException e) {
        errors.put(policy.id(), e.error());
      }
    }
    return new Answer(
        forbids.isEmpty() && !permits.isEmpty(), forbids.isEmpty() ? permits : forbids, errors);
  }

  private static boolean holds(Policy policy, ReferenceEvaluator evaluator)
      throws EvaluationException {
    for (Condition condition : policy.conditions()) {
      CedarValue value = evaluator.evaluate(condition.body());
      if (!(value instanceof CedarBool bool)) {
        throw EvaluationException.of(CedarError.TYPE);
      }
      if (bool.value() != (condition.kind() == Condition.Kind.WHEN)) {
        return false;
      }
    }
    return true;
  }

  /** An answer, with the kind of each error. */
  record Answer(boolean allowed, Set<String> determining, Map<String, CedarError> errors) {
    /** The same of a response. */
    static Answer of(Response response) {
      Map<String, CedarError> errors = new LinkedHashMap<>();
      response.errors().forEach(error -> errors.put(error.id(), error.error()));
      return new Answer(response.isAllowed(), new TreeSet<>(response.determiningIds()), errors);
    }
  }
}
