package org.ztclinical.cedar.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Expr.ArithmeticOperator;
import org.ztclinical.cedar.ast.Expr.ComparisonOperator;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/**
 * The operators between two brackets whose right side is still to come, by precedence: unary,
 * {@code *}, {@code + -}, one relation, {@code &&}, {@code ||}. An operator closes all that binds
 * tighter; a chain of one precedence grows in place, so that its length costs neither depth nor
 * copies.
 */
final class Level {
  private static final int MAX_PREFIXES = 4;

  private final Bounds bounds;
  private final Tokens tokens;
  private final List<Token> prefixes = new ArrayList<>(0);
  private @Nullable ArithmeticChain product;
  private @Nullable ArithmeticChain sum;
  private @Nullable Relation relation;
  private @Nullable LogicalChain and;
  private @Nullable LogicalChain or;

  Level(Bounds bounds) {
    this.bounds = bounds;
    this.tokens = bounds.tokens();
  }

  /** Whether nothing has been read yet: only here an {@code if} may begin. */
  boolean isEmpty() {
    return prefixes.isEmpty()
        && product == null
        && sum == null
        && relation == null
        && and == null
        && or == null;
  }

  /** Takes a {@code !} or {@code -} before an operand. */
  void prefix(Token operator) throws CedarSyntaxException {
    if (!prefixes.isEmpty() && !prefixes.get(0).is(operator.kind())) {
      throw tokens.error(
          Fault.MALFORMED, operator, "! and - cannot follow each other; use parentheses");
    }
    if (prefixes.size() == MAX_PREFIXES) {
      throw tokens.error(
          Fault.MALFORMED,
          operator,
          "at most four %s can follow each other".formatted(operator.text()));
    }
    prefixes.add(operator);
  }

  /** The minus right before a number, which then belongs to the literal. */
  Optional<Token> minusOfLiteral() {
    if (prefixes.isEmpty() || !prefixes.get(prefixes.size() - 1).is(Kind.MINUS)) {
      return Optional.empty();
    }
    return Optional.of(prefixes.remove(prefixes.size() - 1));
  }

  /** The left operand of {@code *}, {@code +} or {@code -}. */
  void arithmetic(Operand left, ArithmeticOperator operator) throws CedarSyntaxException {
    Operand factor = unary(left);
    if (!operator.isAdditive()) {
      product = ArithmeticChain.grow(product, factor, operator, bounds);
    } else {
      sum = ArithmeticChain.grow(sum, closeProduct(factor), operator, bounds);
    }
  }

  /** The left operand of a relation that is a symbol. */
  void comparison(Operand left, ComparisonOperator operator) throws CedarSyntaxException {
    relation = new Relation(relationOperand(left), operator, null);
  }

  /** The left operand of {@code in}. */
  void in(Operand left) throws CedarSyntaxException {
    relation = new Relation(relationOperand(left), null, null);
  }

  /** The left operand of {@code is Type in}, as {@link #relationOperand} gave it. */
  void isIn(Operand left, Name type) {
    relation = new Relation(left, null, type);
  }

  /** All that binds tighter than a relation, which must be the first one here. */
  Operand relationOperand(Operand last) throws CedarSyntaxException {
    if (relation != null) {
      throw Remedies.secondRelation(tokens);
    }
    return closeSum(last);
  }

  /** All that binds tighter than {@code &&}. */
  Operand closeRelation(Operand last) throws CedarSyntaxException {
    Operand right = closeSum(last);
    if (relation == null) {
      return right;
    }
    Operand result = relation.with(right, bounds);
    relation = null;
    return result;
  }

  /** A relation with {@code &&} after it. */
  void and(Operand left) throws CedarSyntaxException {
    and = LogicalChain.grow(and, left, true, bounds);
  }

  /** A relation with {@code ||} after it. */
  void or(Operand left) throws CedarSyntaxException {
    or = LogicalChain.grow(or, closeAnd(left), false, bounds);
  }

  /** The expression that ends with this relation. */
  Operand closeOr(Operand last) throws CedarSyntaxException {
    Operand right = closeAnd(last);
    return or == null ? right : or.with(right, bounds);
  }

  private Operand closeAnd(Operand last) throws CedarSyntaxException {
    if (and == null) {
      return last;
    }
    Operand result = and.with(last, bounds);
    and = null;
    return result;
  }

  private Operand closeSum(Operand last) throws CedarSyntaxException {
    Operand right = closeProduct(unary(last));
    if (sum == null) {
      return right;
    }
    Operand result = sum.with(right, bounds);
    sum = null;
    return result;
  }

  private Operand closeProduct(Operand factor) throws CedarSyntaxException {
    if (product == null) {
      return factor;
    }
    Operand result = product.with(factor, bounds);
    product = null;
    return result;
  }

  private Operand unary(Operand operand) throws CedarSyntaxException {
    Operand result = operand;
    for (int i = prefixes.size() - 1; i >= 0; i--) {
      Span from = prefixes.get(i).at();
      Span at = from.to(tokens.last());
      Expr expr =
          prefixes.get(i).is(Kind.NOT)
              ? new Expr.Not(result.expr(), at)
              : new Expr.Negate(result.expr(), at);
      result = new Operand(expr, bounds.above(result.depth()), from);
    }
    prefixes.clear();
    return result;
  }

  /** A relation that waits for its right side: a comparison, {@code in}, or {@code is … in}. */
  private record Relation(
      Operand left, @Nullable ComparisonOperator operator, @Nullable Name type) {
    Operand with(Operand right, Bounds bounds) throws CedarSyntaxException {
      Span at = left.from().to(bounds.tokens().last());
      int depth = bounds.above(Math.max(left.depth(), right.depth()));
      return new Operand(expr(right.expr(), at), depth, left.from());
    }

    private Expr expr(Expr right, Span at) {
      if (operator != null) {
        return new Expr.Comparison(operator, left.expr(), right, at);
      }
      return type == null
          ? new Expr.In(left.expr(), right, at)
          : new Expr.Is(left.expr(), type, Optional.of(right), at);
    }
  }

  /** {@code a + b -} or {@code a * b *}, waiting for the next operand. */
  private static final class ArithmeticChain {
    private final Span from;
    private final Expr first;
    private final List<Expr.Step> steps = new ArrayList<>(2);
    private ArithmeticOperator next;
    private int depth;

    private ArithmeticChain(Operand left, ArithmeticOperator operator) {
      from = left.from();
      next = operator;
      if (left.expr() instanceof Expr.Arithmetic chain
          && chain.steps().get(0).operator().isAdditive() == operator.isAdditive()) {
        first = chain.first();
        steps.addAll(chain.steps());
        depth = left.depth() - 1;
      } else {
        first = left.expr();
        depth = left.depth();
      }
    }

    static ArithmeticChain grow(
        @Nullable ArithmeticChain chain, Operand left, ArithmeticOperator operator, Bounds bounds)
        throws CedarSyntaxException {
      if (chain == null) {
        return new ArithmeticChain(left, operator);
      }
      chain.add(left, bounds);
      chain.next = operator;
      return chain;
    }

    private void add(Operand operand, Bounds bounds) throws CedarSyntaxException {
      steps.add(new Expr.Step(next, operand.expr()));
      depth = Math.max(depth, operand.depth());
      bounds.members(steps.size() + 1);
    }

    Operand with(Operand last, Bounds bounds) throws CedarSyntaxException {
      add(last, bounds);
      Span at = from.to(bounds.tokens().last());
      return new Operand(new Expr.Arithmetic(first, steps, at), bounds.above(depth), from);
    }
  }

  /** {@code a && b &&} or {@code a || b ||}, waiting for the next operand. */
  private static final class LogicalChain {
    private final Span from;
    private final boolean conjunction;
    private final List<Expr> operands = new ArrayList<>();
    private int depth;

    private LogicalChain(Operand left, boolean conjunction) {
      this.from = left.from();
      this.conjunction = conjunction;
      if (conjunction && left.expr() instanceof Expr.And chain) {
        operands.addAll(chain.operands());
        depth = left.depth() - 1;
      } else if (!conjunction && left.expr() instanceof Expr.Or chain) {
        operands.addAll(chain.operands());
        depth = left.depth() - 1;
      } else {
        operands.add(left.expr());
        depth = left.depth();
      }
    }

    static LogicalChain grow(
        @Nullable LogicalChain chain, Operand left, boolean conjunction, Bounds bounds)
        throws CedarSyntaxException {
      if (chain == null) {
        return new LogicalChain(left, conjunction);
      }
      chain.add(left, bounds);
      return chain;
    }

    private void add(Operand operand, Bounds bounds) throws CedarSyntaxException {
      operands.add(operand.expr());
      depth = Math.max(depth, operand.depth());
      bounds.members(operands.size());
    }

    Operand with(Operand last, Bounds bounds) throws CedarSyntaxException {
      add(last, bounds);
      Span at = from.to(bounds.tokens().last());
      Expr expr = conjunction ? new Expr.And(operands, at) : new Expr.Or(operands, at);
      return new Operand(expr, bounds.above(depth), from);
    }
  }
}
