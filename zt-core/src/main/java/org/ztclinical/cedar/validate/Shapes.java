package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Expr;

/**
 * Numbers expressions so that two have the same number when they say the same. What is only another
 * way to write something has that thing's number: {@code a > b} is {@code !(a <= b)}, {@code x is T
 * in g} is {@code x is T && x in g}. Each expression is numbered once.
 */
final class Shapes implements Expr.Visitor<Integer> {
  private final Map<List<Object>, Integer> numbers = new HashMap<>();
  private final IdentityHashMap<Expr, Integer> known = new IdentityHashMap<>();

  int of(Expr e) {
    Integer number = known.get(e);
    if (number == null) {
      number = e.accept(this);
      known.put(e, number);
    }
    return number;
  }

  @Override
  public Integer literal(Expr.Literal e) {
    return number("literal", e.value());
  }

  @Override
  public Integer variable(Expr.Variable e) {
    return number("variable", e.variable());
  }

  @Override
  public Integer and(Expr.And e) {
    return chain("and", e.operands());
  }

  @Override
  public Integer or(Expr.Or e) {
    return chain("or", e.operands());
  }

  @Override
  public Integer not(Expr.Not e) {
    return number("not", of(e.operand()));
  }

  @Override
  public Integer negate(Expr.Negate e) {
    return number("negate", of(e.operand()));
  }

  @Override
  public Integer ifThenElse(Expr.If e) {
    return number("if", of(e.condition()), of(e.consequence()), of(e.alternative()));
  }

  @Override
  public Integer arithmetic(Expr.Arithmetic e) {
    List<Object> key = new ArrayList<>();
    key.add("arithmetic");
    key.add(of(e.first()));
    for (Expr.Step step : e.steps()) {
      key.add(step.operator());
      key.add(of(step.operand()));
    }
    return number(key);
  }

  @Override
  public Integer comparison(Expr.Comparison e) {
    int left = of(e.left());
    int right = of(e.right());
    return switch (e.operator()) {
      case EQUAL -> number("==", left, right);
      case NOT_EQUAL -> number("not", number("==", left, right));
      case LESS -> number("<", left, right);
      case LESS_OR_EQUAL -> number("<=", left, right);
      case GREATER -> number("not", number("<=", left, right));
      case GREATER_OR_EQUAL -> number("not", number("<", left, right));
    };
  }

  @Override
  public Integer in(Expr.In e) {
    return number("in", of(e.entity()), of(e.group()));
  }

  @Override
  public Integer is(Expr.Is e) {
    int entity = of(e.entity());
    int is = number("is", entity, e.type());
    return e.group().isEmpty()
        ? is
        : number("and", is, number("in", entity, of(e.group().orElseThrow())));
  }

  @Override
  public Integer like(Expr.Like e) {
    return number("like", of(e.text()), e.pattern());
  }

  @Override
  public Integer has(Expr.Has e) {
    int object = of(e.object());
    List<Object> key = new ArrayList<>();
    key.add("and");
    for (String name : e.path()) {
      key.add(number("has", object, name));
      object = attribute(object, name);
    }
    return key.size() == 2 ? (Integer) key.get(1) : number(key);
  }

  @Override
  public Integer getAttribute(Expr.GetAttribute e) {
    return attribute(of(e.object()), e.attribute());
  }

  /** The shape of {@code object.name}. */
  int attribute(int object, String name) {
    return number("get", object, name);
  }

  @Override
  public Integer binaryCall(Expr.BinaryCall e) {
    return number(e.method(), of(e.receiver()), of(e.argument()));
  }

  @Override
  public Integer isEmpty(Expr.IsEmpty e) {
    return number("isEmpty", of(e.set()));
  }

  @Override
  public Integer set(Expr.SetLiteral e) {
    return chain("set", e.elements());
  }

  @Override
  public Integer record(Expr.RecordLiteral e) {
    Map<String, Integer> fields = new HashMap<>();
    for (Expr.Field field : e.fields()) {
      fields.put(field.name(), of(field.value()));
    }
    return number("record", fields);
  }

  @Override
  public Integer extensionCall(Expr.ExtensionCall e) {
    return chain(e.function(), e.arguments());
  }

  private Integer chain(Object kind, List<Expr> operands) {
    List<Object> key = new ArrayList<>(operands.size() + 1);
    key.add(kind);
    for (Expr operand : operands) {
      key.add(of(operand));
    }
    return number(key);
  }

  private Integer number(Object... key) {
    return number(List.of(key));
  }

  private Integer number(List<Object> key) {
    return numbers.computeIfAbsent(key, k -> numbers.size());
  }
}
