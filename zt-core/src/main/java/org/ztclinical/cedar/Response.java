package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.eval.Outcome;
import org.ztclinical.cedar.eval.PolicyProgram;

/**
 * The answer to a request, and the policies behind it. Immutable; holds nothing of the request.
 * Lists of policies are in the order of the policy set, and are made when asked for.
 */
public final class Response {
  private final List<PolicyProgram> policies;
  private final Decision decision;
  private final int[] determining;
  private final int[] erroring;
  private final int[] outcomes;

  Response(
      List<PolicyProgram> policies,
      Decision decision,
      int[] determining,
      int[] erroring,
      int[] outcomes) {
    this.policies = policies;
    this.decision = decision;
    this.determining = determining;
    this.erroring = erroring;
    this.outcomes = outcomes;
  }

  /** The decision. */
  public Decision decision() {
    return decision;
  }

  /** Whether the decision is {@link Decision#ALLOW}. */
  public boolean isAllowed() {
    return decision == Decision.ALLOW;
  }

  /**
   * The policies that decided: for an allow the satisfied permits; for a deny the satisfied
   * forbids, and the erroring policies that deny by the {@link ErrorHandling} chosen. None when
   * nothing permitted.
   */
  public List<Policy> determining() {
    List<Policy> found = new ArrayList<>(determining.length);
    for (int number : determining) {
      found.add(policies.get(number).policy());
    }
    return found;
  }

  /** The ids of the policies that decided. */
  public List<String> determiningIds() {
    return determining().stream().map(Policy::id).toList();
  }

  /** The policies that could not be evaluated, whether they changed the decision or not. */
  public List<PolicyError> errors() {
    List<PolicyError> found = new ArrayList<>(erroring.length);
    for (int i = 0; i < erroring.length; i++) {
      found.add(new PolicyError(policies.get(erroring[i]).policy(), Outcome.error(outcomes[i])));
    }
    return found;
  }

  @Override
  public String toString() {
    return decision + " by " + determiningIds() + ", errors " + errors();
  }
}
