package org.ztclinical.cedar.eval;

/**
 * One method for each kind of node. A visitor that has nothing special to say of a kind inherits
 * {@link #other}.
 */
public interface NodeVisitor<R> {
  /** Any kind of node that is not handled by a method of its own. */
  R other(Node node);

  /** A value or error known beforehand. */
  default R constant(AttributeNodes.Constant node) {
    return other(node);
  }

  /** A variable, or an attribute reached from one. */
  default R slot(AttributeNodes.Slot node) {
    return other(node);
  }

  /** {@code has} on what is in a slot. */
  default R hasSlot(AttributeNodes.HasSlot node) {
    return other(node);
  }

  /** {@code &&}. */
  default R and(LogicNodes.And node) {
    return other(node);
  }

  /** {@code ||}. */
  default R or(LogicNodes.Or node) {
    return other(node);
  }

  /** {@code !}. */
  default R not(LogicNodes.Not node) {
    return other(node);
  }

  /** {@code if}. */
  default R ifThenElse(LogicNodes.If node) {
    return other(node);
  }

  /** A condition that several policies share. */
  default R shared(LogicNodes.Shared node) {
    return other(node);
  }

  /** {@code ==} and {@code !=}. */
  default R equal(ComparisonNodes.Equal node) {
    return other(node);
  }

  /** {@code <} and its like. */
  default R order(ComparisonNodes.Order node) {
    return other(node);
  }

  /** {@code in}. */
  default R in(ComparisonNodes.In node) {
    return other(node);
  }

  /** {@code is} without {@code in}. */
  default R is(ComparisonNodes.Is node) {
    return other(node);
  }

  /** {@code isInRange}. */
  default R inRange(ComparisonNodes.InRange node) {
    return other(node);
  }

  /** {@code + - *}. */
  default R arithmetic(ArithmeticNodes.Chain node) {
    return other(node);
  }

  /** {@code -} before an operand. */
  default R negate(ArithmeticNodes.Negate node) {
    return other(node);
  }

  /** {@code contains}, {@code containsAll}, {@code containsAny}. */
  default R contains(CollectionNodes.Contains node) {
    return other(node);
  }
}
