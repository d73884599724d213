package org.ztclinical.cedar.eval;

import java.util.List;
import org.ztclinical.cedar.ast.Expr.ArithmeticOperator;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.Span;

/** Nodes that compute with Longs. What does not fit 64 bits is an error. */
public final class ArithmeticNodes {
  private ArithmeticNodes() {}

  /** {@code a + b - c …} or {@code a * b * …}, from the left. */
  public static final class Chain extends Node {
    private final Node first;
    private final ArithmeticOperator[] operators;
    private final Node[] operands;

    /** The first operand, then for each operator one more. */
    Chain(Node first, List<ArithmeticOperator> operators, List<Node> operands, Span at) {
      super(at);
      this.first = first;
      this.operators = operators.toArray(new ArithmeticOperator[0]);
      this.operands = operands.toArray(new Node[0]);
    }

    @Override
    public Object value(Evaluation in) {
      Object value = first.value(in);
      if (!(value instanceof CedarLong start)) {
        return value instanceof CedarError ? value : fail(in, CedarError.TYPE);
      }
      long sum = start.value();
      for (int i = 0; i < operands.length; i++) {
        Object next = operands[i].value(in);
        if (!(next instanceof CedarLong operand)) {
          return next instanceof CedarError ? next : fail(in, CedarError.TYPE);
        }
        long right = operand.value();
        if (overflows(operators[i], sum, right)) {
          return fail(in, CedarError.OVERFLOW);
        }
        sum = apply(operators[i], sum, right);
      }
      return CedarLong.of(sum);
    }

    /** The first operand. */
    public Node first() {
      return first;
    }

    /** The operators, one before each further operand. */
    public List<ArithmeticOperator> operators() {
      return List.of(operators);
    }

    /** The further operands. */
    public List<Node> operands() {
      return List.of(operands);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.arithmetic(this);
    }
  }

  /** {@code -a}. */
  public static final class Negate extends Node {
    private final Node operand;

    Negate(Node operand, Span at) {
      super(at);
      this.operand = operand;
    }

    @Override
    public Object value(Evaluation in) {
      Object value = operand.value(in);
      if (!(value instanceof CedarLong number)) {
        return value instanceof CedarError ? value : fail(in, CedarError.TYPE);
      }
      return number.value() == Long.MIN_VALUE
          ? fail(in, CedarError.OVERFLOW)
          : CedarLong.of(-number.value());
    }

    /** The operand. */
    public Node operand() {
      return operand;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.negate(this);
    }
  }

  private static long apply(ArithmeticOperator operator, long left, long right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
    };
  }

  /** Asked before computing, because throwing would cost a thousand times the sum. */
  private static boolean overflows(ArithmeticOperator operator, long left, long right) {
    return switch (operator) {
      case ADD -> ((left ^ (left + right)) & (right ^ (left + right))) < 0;
      case SUBTRACT -> ((left ^ right) & (left ^ (left - right))) < 0;
      case MULTIPLY -> Math.multiplyHigh(left, right) != (left * right) >> 63;
    };
  }
}
