package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.PolicyExplanation;
import org.ztclinical.cedar.PolicyExplanation.Result;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.text.PolicyPrinter;
import org.ztclinical.reason.Experimental;

/**
 * What became of one policy for one question, with the clause of it that tells: of several that are
 * joined by {@code &&} the one that is false. Holds nothing of the request.
 *
 * @param id which policy
 * @param effect {@code permit} or {@code forbid}
 * @param result what became of it
 * @param clause the part of the scope that is for others, or the clause that is not met or fails;
 *     empty when the policy is satisfied
 * @param why it failed; empty when it did not
 */
@Experimental
public record PolicyAccount(
    String id, String effect, Result result, String clause, Optional<String> why) {
  private static final int MAX_CLAUSE = 200;

  public PolicyAccount {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(clause, "clause");
    Objects.requireNonNull(why, "why");
  }

  /** True when the scope of the policy is for another principal, action or resource. */
  public boolean isForOthers() {
    return switch (result) {
      case OTHER_PRINCIPAL, OTHER_ACTION, OTHER_RESOURCE -> true;
      case SATISFIED, CONDITION_NOT_MET, ERROR -> false;
    };
  }

  /** What became of each of these policies, in order. */
  static List<PolicyAccount> of(
      List<Policy> policies, AuthorizationRequest request, Entities entities) {
    List<Policy> clauses = policies.stream().map(PolicyAccount::clauseByClause).toList();
    return Authorizer.of(PolicySet.of(clauses)).explain(request, entities).stream()
        .map(PolicyAccount::of)
        .toList();
  }

  private static PolicyAccount of(PolicyExplanation told) {
    Policy policy = told.policy();
    String clause =
        switch (told.result()) {
          case SATISFIED -> "";
          case OTHER_PRINCIPAL, OTHER_ACTION, OTHER_RESOURCE -> scope(policy);
          case CONDITION_NOT_MET, ERROR ->
              clause(policy.conditions().get(told.condition().orElseThrow()));
        };
    return new PolicyAccount(
        policy.id(),
        policy.effect().cedarName(),
        told.result(),
        clause,
        told.error().map(error -> error.sentence()));
  }

  /** The same policy with a condition for each clause: {@code when { a } when { b }}. */
  private static Policy clauseByClause(Policy policy) {
    List<Condition> clauses = new ArrayList<>();
    for (Condition condition : policy.conditions()) {
      for (Expr clause : clauses(condition)) {
        clauses.add(new Condition(condition.kind(), clause, condition.at()));
      }
    }
    return new Policy(
        policy.id(),
        policy.effect(),
        policy.annotations(),
        policy.principal(),
        policy.action(),
        policy.resource(),
        clauses,
        policy.templateId(),
        policy.at());
  }

  private static List<Expr> clauses(Condition condition) {
    return switch (condition.kind()) {
      case WHEN -> condition.body() instanceof Expr.And all ? all.operands() : whole(condition);
      case UNLESS -> condition.body() instanceof Expr.Or any ? any.operands() : whole(condition);
    };
  }

  private static List<Expr> whole(Condition condition) {
    return List.of(condition.body());
  }

  private static String clause(Condition condition) {
    return shown(condition.kind().cedarName() + " " + PolicyPrinter.print(condition.body()));
  }

  private static String scope(Policy policy) {
    Policy bare =
        new Policy(
            policy.id(),
            policy.effect(),
            Map.of(),
            policy.principal(),
            policy.action(),
            policy.resource(),
            List.of(),
            Optional.empty(),
            policy.at());
    return shown(PolicyPrinter.print(bare))
        .replace("( ", "(")
        .replace(" );", ")")
        .replace(");", ")");
  }

  /** On one line, and not too long. */
  private static String shown(String cedar) {
    String line = cedar.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_CLAUSE ? line : line.substring(0, MAX_CLAUSE) + "…";
  }
}
