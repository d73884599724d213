package org.ztclinical.cedar;

import java.util.Optional;
import java.util.OptionalInt;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.eval.Outcome;
import org.ztclinical.cedar.eval.ScopeMatch;
import org.ztclinical.cedar.eval.Trace;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.Span;

/**
 * What became of one policy for one request, and why. Holds nothing of the request.
 *
 * @param policy which
 * @param result what became of it
 * @param condition the index, from 0, of the condition that was not met or that failed
 * @param error why it failed
 * @param at the place in the policy that tells: the condition not met, the expression that failed
 */
public record PolicyExplanation(
    Policy policy, Result result, OptionalInt condition, Optional<CedarError> error, Span at) {
  /** What can become of a policy. Of a scope, the first part that does not match is named. */
  public enum Result {
    /** Scope and conditions hold. */
    SATISFIED("satisfied"),
    /** The scope names another principal. */
    OTHER_PRINCIPAL("the scope is for another principal"),
    /** The scope names another action. */
    OTHER_ACTION("the scope is for another action"),
    /** The scope names another resource. */
    OTHER_RESOURCE("the scope is for another resource"),
    /** The scope holds; a {@code when} is false or an {@code unless} is true. */
    CONDITION_NOT_MET("a condition is not met"),
    /** The scope holds; a condition cannot be evaluated. */
    ERROR("a condition cannot be evaluated");

    private final String sentence;

    Result(String sentence) {
      this.sentence = sentence;
    }

    /** The result in words. */
    public String sentence() {
      return sentence;
    }
  }

  static PolicyExplanation of(Policy policy, AuthorizationRequest request, Entities entities) {
    if (!ScopeMatch.holds(policy.principal(), request.principal(), entities)) {
      return whole(policy, Result.OTHER_PRINCIPAL);
    }
    if (!ScopeMatch.holds(policy.action(), request.action(), entities)) {
      return whole(policy, Result.OTHER_ACTION);
    }
    if (!ScopeMatch.holds(policy.resource(), request.resource(), entities)) {
      return whole(policy, Result.OTHER_RESOURCE);
    }
    Trace trace = Trace.of(policy, request, entities);
    if (trace.outcome() == Outcome.TRUE) {
      return whole(policy, Result.SATISFIED);
    }
    boolean failed = Outcome.isError(trace.outcome());
    return new PolicyExplanation(
        policy,
        failed ? Result.ERROR : Result.CONDITION_NOT_MET,
        OptionalInt.of(trace.condition()),
        failed ? Optional.of(Outcome.error(trace.outcome())) : Optional.empty(),
        trace.at());
  }

  private static PolicyExplanation whole(Policy policy, Result result) {
    return new PolicyExplanation(
        policy, result, OptionalInt.empty(), Optional.empty(), policy.at());
  }

  /** One line without anything of the request: {@code policy3: …, condition 2 at 4:7}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(policy.id()).append(": ").append(result.sentence());
    condition.ifPresent(index -> text.append(", condition ").append(index + 1));
    error.ifPresent(why -> text.append(", ").append(why.sentence()));
    return at.isKnown() ? text.append(" at ").append(at).toString() : text.toString();
  }
}
