package org.ztclinical.cedar.eval;

import java.util.List;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/**
 * Nodes that join tests. What need not be evaluated is not: {@code false && 1} is false (Cedar 4.5,
 * operators).
 */
public final class LogicNodes {
  private LogicNodes() {}

  /** {@code a && b && …}. */
  public static final class And extends Node.Test {
    private final Node[] operands;

    And(List<Node> operands, Span at) {
      super(at);
      this.operands = operands.toArray(new Node[0]);
    }

    @Override
    public int test(Evaluation in) {
      for (Node operand : operands) {
        int outcome = operand.test(in);
        if (outcome != Outcome.TRUE) {
          return outcome;
        }
      }
      return Outcome.TRUE;
    }

    /** The operands. */
    public List<Node> operands() {
      return List.of(operands);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** {@code a || b || …}. */
  public static final class Or extends Node.Test {
    private final Node[] operands;

    Or(List<Node> operands, Span at) {
      super(at);
      this.operands = operands.toArray(new Node[0]);
    }

    @Override
    public int test(Evaluation in) {
      for (Node operand : operands) {
        int outcome = operand.test(in);
        if (outcome != Outcome.FALSE) {
          return outcome;
        }
      }
      return Outcome.FALSE;
    }

    /** The operands. */
    public List<Node> operands() {
      return List.of(operands);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.or(this);
    }
  }

  /** {@code !a}. */
  public static final class Not extends Node.Test {
    private final Node operand;

    Not(Node operand, Span at) {
      super(at);
      this.operand = operand;
    }

    @Override
    public int test(Evaluation in) {
      int outcome = operand.test(in);
      return outcome < 0 ? outcome : Outcome.TRUE - outcome;
    }

    /** The operand. */
    public Node operand() {
      return operand;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.not(this);
    }
  }

  /** {@code if a then b else c}: the branch not taken may be of any type. */
  public static final class If extends Node {
    private final Node condition;
    private final Node consequence;
    private final Node alternative;

    If(Node condition, Node consequence, Node alternative, Span at) {
      super(at);
      this.condition = condition;
      this.consequence = consequence;
      this.alternative = alternative;
    }

    @Override
    public Object value(Evaluation in) {
      int outcome = condition.test(in);
      if (outcome < 0) {
        return Outcome.error(outcome);
      }
      return (outcome == Outcome.TRUE ? consequence : alternative).value(in);
    }

    @Override
    public int test(Evaluation in) {
      int outcome = condition.test(in);
      if (outcome < 0) {
        return outcome;
      }
      return (outcome == Outcome.TRUE ? consequence : alternative).test(in);
    }

    /** What is asked. */
    public Node condition() {
      return condition;
    }

    /** The branch for true. */
    public Node consequence() {
      return consequence;
    }

    /** The branch for false. */
    public Node alternative() {
      return alternative;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.ifThenElse(this);
    }
  }

  /**
   * {@code entity is Type in group}, where the entity is computed. Computed once: as two tests,
   * each of its own, those that stand inside each other would double the work with every level.
   */
  static final class IsIn extends Node.Test {
    private final Node entity;
    private final Name type;
    private final ComparisonNodes.In inGroup;

    IsIn(Node entity, Name type, ComparisonNodes.In inGroup, Span at) {
      super(at);
      this.entity = entity;
      this.type = type;
      this.inGroup = inGroup;
    }

    @Override
    public int test(Evaluation in) {
      Object value = entity.value(in);
      if (value instanceof EntityUid uid) {
        return uid.type().equals(type) ? inGroup.test(uid, in) : Outcome.FALSE;
      }
      return value instanceof CedarError error ? Outcome.of(error) : failure(in, CedarError.TYPE);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  /**
   * A condition that stands in several policies: evaluated once for a decision, its outcome, an
   * error too, counts in each of them.
   */
  public static final class Shared extends Node.Test {
    private final Node condition;
    private final int number;

    Shared(Node condition, int number) {
      super(condition.at());
      this.condition = condition;
      this.number = number;
    }

    @Override
    public int test(Evaluation in) {
      int remembered = in.remembered(number);
      return remembered != 0
          ? remembered - Evaluation.KNOWN
          : in.remember(number, condition.test(in));
    }

    /** What is evaluated once. */
    public Node condition() {
      return condition;
    }

    /** Its number among the shared conditions. */
    public int number() {
      return number;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.shared(this);
    }
  }
}
