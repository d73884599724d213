package org.ztclinical.cedar.eval;

import org.ztclinical.cedar.ast.Expr.ComparisonOperator;
import org.ztclinical.cedar.value.CedarDatetime;
import org.ztclinical.cedar.value.CedarDuration;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarIp;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/** Nodes that compare: equality, order, hierarchy, type, pattern. */
public final class ComparisonNodes {
  private ComparisonNodes() {}

  /** {@code a == b} and {@code a != b}: never a type error. */
  public static final class Equal extends Node.Test {
    private final Node left;
    private final Node right;
    private final boolean negated;

    Equal(Node left, Node right, boolean negated, Span at) {
      super(at);
      this.left = left;
      this.right = right;
      this.negated = negated;
    }

    @Override
    public int test(Evaluation in) {
      Object a = left.value(in);
      if (a instanceof CedarError error) {
        return Outcome.of(error);
      }
      Object b = right.value(in);
      if (b instanceof CedarError error) {
        return Outcome.of(error);
      }
      return Outcome.of(a.equals(b) != negated);
    }

    /** The left side. */
    public Node left() {
      return left;
    }

    /** The right side. */
    public Node right() {
      return right;
    }

    /** Whether it is {@code !=}. */
    public boolean negated() {
      return negated;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.equal(this);
    }
  }

  /** {@code a < b} and its like: two Longs, two datetimes or two durations. */
  public static final class Order extends Node.Test {
    private final Node left;
    private final Node right;
    private final ComparisonOperator operator;

    Order(Node left, Node right, ComparisonOperator operator, Span at) {
      super(at);
      this.left = left;
      this.right = right;
      this.operator = operator;
    }

    @Override
    public int test(Evaluation in) {
      Object a = left.value(in);
      if (a instanceof CedarError error) {
        return Outcome.of(error);
      }
      Object b = right.value(in);
      if (b instanceof CedarError error) {
        return Outcome.of(error);
      }
      if (a instanceof CedarLong x && b instanceof CedarLong y) {
        return holds(Long.compare(x.value(), y.value()));
      }
      if (a instanceof CedarDatetime x && b instanceof CedarDatetime y) {
        return holds(Long.compare(x.millis(), y.millis()));
      }
      if (a instanceof CedarDuration x && b instanceof CedarDuration y) {
        return holds(Long.compare(x.millis(), y.millis()));
      }
      return failure(in, CedarError.TYPE);
    }

    private int holds(int order) {
      return Outcome.of(
          switch (operator) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
          });
    }

    /** The left side. */
    public Node left() {
      return left;
    }

    /** The right side. */
    public Node right() {
      return right;
    }

    /** Which order is asked for. */
    public ComparisonOperator operator() {
      return operator;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.order(this);
    }
  }

  /** {@code entity in group}: the group is an entity, or a set of nothing but entities. */
  public static final class In extends Node.Test {
    private final Node entity;
    private final Node group;

    In(Node entity, Node group, Span at) {
      super(at);
      this.entity = entity;
      this.group = group;
    }

    @Override
    public int test(Evaluation in) {
      Object a = entity.value(in);
      return a instanceof CedarError error ? Outcome.of(error) : test(a, in);
    }

    /** The test, given what the entity is. */
    int test(Object a, Evaluation in) {
      Object b = group.value(in);
      if (b instanceof CedarError error) {
        return Outcome.of(error);
      }
      if (!(a instanceof EntityUid member)) {
        return failure(in, CedarError.TYPE);
      }
      if (b instanceof EntityUid one) {
        return Outcome.of(in.entities().isIn(member, one));
      }
      return b instanceof CedarSet set ? inAny(in, member, set) : failure(in, CedarError.TYPE);
    }

    private int inAny(Evaluation in, EntityUid member, CedarSet groups) {
      boolean found = false;
      for (CedarValue element : groups) {
        // One element that is no entity makes the whole an error, also after a hit.
        if (!(element instanceof EntityUid one)) {
          return failure(in, CedarError.TYPE);
        }
        found = found || in.entities().isIn(member, one);
      }
      return Outcome.of(found);
    }

    /** What is asked about. */
    public Node entity() {
      return entity;
    }

    /** The group. */
    public Node group() {
      return group;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.in(this);
    }
  }

  /** {@code entity is Type}. */
  public static final class Is extends Node.Test {
    private final Node entity;
    private final Name type;

    Is(Node entity, Name type, Span at) {
      super(at);
      this.entity = entity;
      this.type = type;
    }

    @Override
    public int test(Evaluation in) {
      Object value = entity.value(in);
      if (value instanceof EntityUid uid) {
        return Outcome.of(uid.type().equals(type));
      }
      return value instanceof CedarError error ? Outcome.of(error) : failure(in, CedarError.TYPE);
    }

    /** What is asked about. */
    public Node entity() {
      return entity;
    }

    /** The type. */
    public Name type() {
      return type;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.is(this);
    }
  }

  /** {@code address.isInRange(range)}: the extension function that rules ask most. */
  public static final class InRange extends Node.Test {
    private final Node address;
    private final Node range;

    InRange(Node address, Node range, Span at) {
      super(at);
      this.address = address;
      this.range = range;
    }

    @Override
    public int test(Evaluation in) {
      Object a = address.value(in);
      if (a instanceof CedarError error) {
        return Outcome.of(error);
      }
      Object b = range.value(in);
      if (b instanceof CedarError error) {
        return Outcome.of(error);
      }
      return a instanceof CedarIp ip && b instanceof CedarIp within
          ? Outcome.of(ip.isInRange(within))
          : failure(in, CedarError.TYPE);
    }

    /** The address. */
    public Node address() {
      return address;
    }

    /** The range. */
    public Node range() {
      return range;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.inRange(this);
    }
  }

  /** {@code text like "pattern"}. */
  static final class Like extends Node.Test {
    private final Node text;
    private final Wildcard pattern;

    Like(Node text, Wildcard pattern, Span at) {
      super(at);
      this.text = text;
      this.pattern = pattern;
    }

    @Override
    public int test(Evaluation in) {
      Object value = text.value(in);
      if (value instanceof CedarString string) {
        return Outcome.of(pattern.matches(string.value()));
      }
      return value instanceof CedarError error ? Outcome.of(error) : failure(in, CedarError.TYPE);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }
}
