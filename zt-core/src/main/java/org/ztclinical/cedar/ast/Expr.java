package org.ztclinical.cedar.ast;

import java.util.List;
import java.util.Optional;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;
import org.ztclinical.cedar.value.ValueKind;

/**
 * An expression of the Cedar language 4.5. Immutable; two expressions are equal when they say the
 * same, wherever they were written.
 *
 * <p>Chains of {@code &&}, {@code ||}, {@code + -} and {@code *} are one node with many operands,
 * so that a chain of any length is as deep as its deepest operand. {@code a && b && c} and {@code
 * (a && b) && c} are the same tree; {@code a && (b && c)} is another one.
 */
public sealed interface Expr {
  /** Where it was written. */
  Span at();

  /** Calls the visitor's method for this kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /** A variable of the request. */
  enum Var {
    PRINCIPAL,
    ACTION,
    RESOURCE,
    CONTEXT;

    /** The variable's name in the Cedar language. */
    public String cedarName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A bool, long, string or entity uid that stands in the text. */
  record Literal(CedarValue value, Span at) implements Expr {
    public Literal {
      ValueKind kind = value.kind();
      if (kind != ValueKind.BOOL
          && kind != ValueKind.LONG
          && kind != ValueKind.STRING
          && kind != ValueKind.ENTITY) {
        throw new IllegalArgumentException("no literal of type " + kind.cedarName());
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.literal(this);
    }
  }

  /** {@code principal}, {@code action}, {@code resource} or {@code context}. */
  record Variable(Var variable, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.variable(this);
    }
  }

  /** {@code a && b && …}: at least two operands; the first is not itself an {@code And}. */
  record And(List<Expr> operands, Span at) implements Expr {
    public And {
      operands = List.copyOf(operands);
      requireChain(operands.size(), operands.get(0) instanceof And);
    }

    /** {@code left && right}; joins the chain that the left side is. */
    public static And of(Expr left, Expr right, Span at) {
      return new And(chain(left instanceof And and ? and.operands : List.of(left), right), at);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** {@code a || b || …}: at least two operands; the first is not itself an {@code Or}. */
  record Or(List<Expr> operands, Span at) implements Expr {
    public Or {
      operands = List.copyOf(operands);
      requireChain(operands.size(), operands.get(0) instanceof Or);
    }

    /** {@code left || right}; joins the chain that the left side is. */
    public static Or of(Expr left, Expr right, Span at) {
      return new Or(chain(left instanceof Or or ? or.operands : List.of(left), right), at);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }
  }

  /** {@code !a}. */
  record Not(Expr operand, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }
  }

  /** {@code -a}. A minus before a digit is part of the literal. */
  record Negate(Expr operand, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.negate(this);
    }
  }

  /** {@code if condition then consequence else alternative}. */
  record If(Expr condition, Expr consequence, Expr alternative, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ifThenElse(this);
    }
  }

  /** An operator of arithmetic. */
  enum ArithmeticOperator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*");

    private final String symbol;

    ArithmeticOperator(String symbol) {
      this.symbol = symbol;
    }

    /** The operator as it is written. */
    public String symbol() {
      return symbol;
    }

    /** Whether it binds as {@code +} does. */
    public boolean isAdditive() {
      return this != MULTIPLY;
    }
  }

  /** One more operand of a chain: {@code + b}. */
  record Step(ArithmeticOperator operator, Expr operand) {}

  /**
   * {@code a + b - c …} or {@code a * b * …}, computed from the left: at least one step, all of one
   * precedence; the first operand is not itself a chain of that precedence.
   */
  record Arithmetic(Expr first, List<Step> steps, Span at) implements Expr {
    public Arithmetic {
      steps = List.copyOf(steps);
      boolean additive = steps.get(0).operator().isAdditive();
      if (steps.stream().anyMatch(step -> step.operator().isAdditive() != additive)) {
        throw new IllegalArgumentException("a chain has operators of one precedence");
      }
      requireChain(
          2, first instanceof Arithmetic a && a.steps.get(0).operator().isAdditive() == additive);
    }

    /** {@code left operator right}; joins the chain that the left side is. */
    public static Arithmetic of(Expr left, ArithmeticOperator operator, Expr right, Span at) {
      Step step = new Step(operator, right);
      return left instanceof Arithmetic a
              && a.steps.get(0).operator().isAdditive() == operator.isAdditive()
          ? new Arithmetic(a.first, chain(a.steps, step), at)
          : new Arithmetic(left, List.of(step), at);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.arithmetic(this);
    }
  }

  /** An operator of comparison. */
  enum ComparisonOperator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    ComparisonOperator(String symbol) {
      this.symbol = symbol;
    }

    /** The operator as it is written. */
    public String symbol() {
      return symbol;
    }
  }

  /** {@code a == b}, {@code a < b} and so on. */
  record Comparison(ComparisonOperator operator, Expr left, Expr right, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.comparison(this);
    }
  }

  /** {@code entity in group}, where group is an entity or a set of entities. */
  record In(Expr entity, Expr group, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.in(this);
    }
  }

  /** {@code entity is Type} or {@code entity is Type in group}. */
  record Is(Expr entity, Name type, Optional<Expr> group, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.is(this);
    }
  }

  /** {@code text like "pattern"}. */
  record Like(Expr text, Pattern pattern, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.like(this);
    }
  }

  /**
   * {@code object has a.b.c}: at least one name. With several it says the same as {@code object has
   * a && object.a has b && …}.
   */
  record Has(Expr object, List<String> path, Span at) implements Expr {
    public Has {
      path = List.copyOf(path);
      path.forEach(Lexical::requireScalars);
      if (path.isEmpty()) {
        throw new IllegalArgumentException("has needs an attribute");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.has(this);
    }
  }

  /** {@code object.attribute} or {@code object["attribute"]}. */
  record GetAttribute(Expr object, String attribute, Span at) implements Expr {
    public GetAttribute {
      Lexical.requireScalars(attribute);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.getAttribute(this);
    }
  }

  /** A built-in method with one argument. */
  enum BinaryMethod {
    CONTAINS("contains"),
    CONTAINS_ALL("containsAll"),
    CONTAINS_ANY("containsAny"),
    HAS_TAG("hasTag"),
    GET_TAG("getTag");

    private final String cedarName;

    BinaryMethod(String cedarName) {
      this.cedarName = cedarName;
    }

    /** The method's name in the Cedar language. */
    public String cedarName() {
      return cedarName;
    }
  }

  /** {@code receiver.contains(argument)} and its like. */
  record BinaryCall(BinaryMethod method, Expr receiver, Expr argument, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binaryCall(this);
    }
  }

  /** {@code set.isEmpty()}. */
  record IsEmpty(Expr set, Span at) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.isEmpty(this);
    }
  }

  /** {@code [a, b, …]}. */
  record SetLiteral(List<Expr> elements, Span at) implements Expr {
    public SetLiteral {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.set(this);
    }
  }

  /** One attribute of a record literal. */
  record Field(String name, Expr value) {
    public Field {
      Lexical.requireScalars(name);
    }
  }

  /** <code>{a: x, "b c": y}</code>: no name occurs twice. */
  record RecordLiteral(List<Field> fields, Span at) implements Expr {
    public RecordLiteral {
      fields = List.copyOf(fields);
      if (fields.stream().map(Field::name).distinct().count() != fields.size()) {
        throw new IllegalArgumentException("a record has each attribute once");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.record(this);
    }
  }

  /**
   * A call of an extension function; the first argument of a method is its receiver. The number of
   * arguments is not checked here: the language makes a wrong one an error of evaluation.
   */
  record ExtensionCall(ExtensionFunction function, List<Expr> arguments, Span at) implements Expr {
    public ExtensionCall {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.extensionCall(this);
    }
  }

  /** One method for each kind of expression. */
  interface Visitor<R> {
    R literal(Literal e);

    R variable(Variable e);

    R and(And e);

    R or(Or e);

    R not(Not e);

    R negate(Negate e);

    R ifThenElse(If e);

    R arithmetic(Arithmetic e);

    R comparison(Comparison e);

    R in(In e);

    R is(Is e);

    R like(Like e);

    R has(Has e);

    R getAttribute(GetAttribute e);

    R binaryCall(BinaryCall e);

    R isEmpty(IsEmpty e);

    R set(SetLiteral e);

    R record(RecordLiteral e);

    R extensionCall(ExtensionCall e);
  }

  private static void requireChain(int operands, boolean nested) {
    if (operands < 2 || nested) {
      throw new IllegalArgumentException("a chain has two operands or more, and is flat");
    }
  }

  private static <T> List<T> chain(List<T> before, T last) {
    java.util.ArrayList<T> all = new java.util.ArrayList<>(before.size() + 1);
    all.addAll(before);
    all.add(last);
    return all;
  }
}
