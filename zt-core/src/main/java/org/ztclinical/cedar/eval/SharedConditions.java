package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;
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

  /** By the expression itself, as it stands in its policy. */
  private final IdentityHashMap<Expr, Integer> numbers = new IdentityHashMap<>();

  private int size;

  private SharedConditions() {}

  static SharedConditions among(List<Policy> policies) {
    ExpressionNumbers same = new ExpressionNumbers();
    IdentityHashMap<Expr, Integer> terms = new IdentityHashMap<>();
    Map<Integer, Integer> uses = new HashMap<>();
    for (Policy policy : policies) {
      Set<Integer> own = new HashSet<>();
      for (Condition condition : policy.conditions()) {
        for (Expr term : terms(condition)) {
          own.add(terms.computeIfAbsent(term, same::of));
        }
      }
      for (Integer number : own) {
        uses.put(number, 1 + uses.getOrDefault(number, 0));
      }
    }
    return ofMostUsed(terms, uses);
  }

  private static SharedConditions ofMostUsed(Map<Expr, Integer> terms, Map<Integer, Integer> uses) {
    List<Map.Entry<Integer, Integer>> most = new ArrayList<>();
    for (Map.Entry<Integer, Integer> use : uses.entrySet()) {
      if (use.getValue() > 1) {
        most.add(use);
      }
    }
    if (most.size() > MOST) {
      most.sort(Map.Entry.<Integer, Integer>comparingByValue().reversed());
    }
    Map<Integer, Integer> chosen = new HashMap<>();
    for (Map.Entry<Integer, Integer> use : most.subList(0, Math.min(MOST, most.size()))) {
      chosen.put(use.getKey(), chosen.size());
    }
    SharedConditions shared = new SharedConditions();
    shared.size = chosen.size();
    for (Map.Entry<Expr, Integer> term : terms.entrySet()) {
      Integer place = chosen.get(term.getValue());
      if (place != null) {
        shared.numbers.put(term.getKey(), place);
      }
    }
    return shared;
  }

  /** The condition, or the terms of its outermost chain; of these, what is worth remembering. */
  private static List<Expr> terms(Condition condition) {
    Expr body = condition.body();
    List<Expr> terms = body instanceof Expr.And and ? and.operands() : List.of(body);
    List<Expr> worth = new ArrayList<>();
    for (Expr term : terms) {
      if (cost(term) >= WORTH) {
        worth.add(term);
      }
    }
    return worth;
  }

  private static int cost(Expr term) {
    int cost = 0;
    for (Expr part : Operands.allWithin(term)) {
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
    if (!(part instanceof Expr.ExtensionCall) && !(part instanceof Expr.SetLiteral)) {
      return false;
    }
    for (Expr operand : Operands.of(part)) {
      if (!(operand instanceof Expr.Literal)) {
        return false;
      }
    }
    return true;
  }

  /** The number of a shared condition; null for every other. */
  @Nullable Integer number(Expr condition) {
    return numbers.get(condition);
  }

  /** How many there are. */
  int size() {
    return size;
  }
}
