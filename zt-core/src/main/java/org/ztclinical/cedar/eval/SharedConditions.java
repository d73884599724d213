package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;

/**
 * The conditions that several policies have in common, word for word, and that cost more to
 * evaluate than to remember. Only whole conditions and the terms of their outermost {@code &&} are
 * considered: that is how rules repeat each other.
 */
final class SharedConditions {
  /** Each decision forgets all of them first, which must not cost more than they save. */
  private static final int MOST = 64;

  /** What costs less is evaluated as quickly as remembered: measured, not guessed. */
  private static final int WORTH = 20;

  /** What computes more than a comparison does: matches text, reads it, makes a set. */
  private static final int DEAR = 10;

  private final Map<Expr, Integer> numbers;

  private SharedConditions(Map<Expr, Integer> numbers) {
    this.numbers = numbers;
  }

  /** No conditions: nothing is remembered. */
  static SharedConditions none() {
    return new SharedConditions(Map.of());
  }

  static SharedConditions among(List<Policy> policies) {
    Map<Expr, Integer> uses = new HashMap<>();
    for (Policy policy : policies) {
      Set<Expr> terms = new HashSet<>();
      policy.conditions().forEach(condition -> addTerms(condition, terms));
      terms.forEach(term -> uses.merge(term, 1, Integer::sum));
    }
    List<Map.Entry<Expr, Integer>> most = new ArrayList<>(uses.entrySet());
    most.removeIf(term -> term.getValue() < 2);
    most.sort(Map.Entry.<Expr, Integer>comparingByValue().reversed());
    Map<Expr, Integer> numbers = new HashMap<>();
    for (Map.Entry<Expr, Integer> term : most.subList(0, Math.min(MOST, most.size()))) {
      numbers.put(term.getKey(), numbers.size());
    }
    return new SharedConditions(numbers);
  }

  private static void addTerms(Condition condition, Set<Expr> terms) {
    Expr body = condition.body();
    for (Expr term : body instanceof Expr.And and ? and.operands() : List.of(body)) {
      if (cost(term) >= WORTH) {
        terms.add(term);
      }
    }
  }

  private static int cost(Expr term) {
    int cost = 0;
    for (Expr part : Children.allWithin(term)) {
      boolean dear =
          part instanceof Expr.Like
              || part instanceof Expr.ExtensionCall
              || part instanceof Expr.SetLiteral;
      cost += part instanceof Expr.Literal || isLiteral(part) ? 0 : dear ? DEAR : 1;
    }
    return cost;
  }

  /** What is made of literals alone is computed beforehand. */
  private static boolean isLiteral(Expr part) {
    boolean made = part instanceof Expr.ExtensionCall || part instanceof Expr.SetLiteral;
    return made && Children.of(part).stream().allMatch(operand -> operand instanceof Expr.Literal);
  }

  /** The number of a shared condition; null for every other. */
  @Nullable Integer number(Expr condition) {
    return numbers.get(condition);
  }

  /** How many there are. */
  int size() {
    return numbers.size();
  }
}
