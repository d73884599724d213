package org.ztclinical.cedar.eval;

import java.util.List;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.Span;

/**
 * How the conditions of one policy went for one request.
 *
 * @param outcome of the policy
 * @param condition the index of the one that decided; the number of conditions when all held
 * @param at where the error arose, or where the condition that did not hold was written
 */
public record Trace(int outcome, int condition, Span at) {
  /** Evaluates a policy of an authorizer's program, whose scope matches, step by step. */
  public static Trace of(Policy policy, AuthorizationRequest request, Entities entities) {
    // Made ready alone, so that no part stands for an equal one elsewhere, at another place.
    Program program = Program.of(List.of(policy), Integer.MAX_VALUE);
    Evaluation evaluation = program.evaluation(request, entities, program.candidates(0));
    List<PolicyProgram.Clause> clauses = program.policies().get(0).clauses();
    for (int i = 0; i < clauses.size(); i++) {
      int outcome = clauses.get(i).test().test(evaluation);
      if (Outcome.isError(outcome)) {
        return new Trace(outcome, i, evaluation.failedAt());
      }
      if (outcome != clauses.get(i).expected()) {
        return new Trace(Outcome.FALSE, i, policy.conditions().get(i).at());
      }
    }
    return new Trace(Outcome.TRUE, clauses.size(), policy.at());
  }
}
