package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.validate.Type.Field;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.validate.Type.SetOf;

/**
 * Finds the type of an expression in one environment and reports every mistake on the way.
 *
 * <p>What cannot be reached is not checked: the right side of {@code false &&}, the branch that is
 * never taken. Each visit leaves in {@link #gained} what its expression proves when it is true:
 * {@code e has a} proves that {@code e.a} is there. {@code &&} proves what either side does, {@code
 * ||} and the branches of {@code if} what both do.
 *
 * <p>Not safe for use by two threads at once; recursion is as deep as the expression.
 */
final class Checker implements Expr.Visitor<Type> {
  private static final Set<Integer> NOTHING = Set.of();

  private final Environment environment;
  private final Operands operands;
  private final Presence presence;
  private final Calls calls;
  private final Capabilities held = new Capabilities();
  private final @Nullable IdentityHashMap<Expr, Type> trace;

  private Set<Integer> gained = NOTHING;

  /**
   * @param trace takes the type of each expression that is reached; null when nobody asks
   */
  Checker(
      World world,
      Environment environment,
      ValidationMode mode,
      Shapes shapes,
      Problems problems,
      @Nullable IdentityHashMap<Expr, Type> trace) {
    Lattice lattice = new Lattice(mode);
    this.environment = environment;
    this.operands = new Operands(world, environment, mode, lattice, problems);
    this.presence = new Presence(world, lattice, shapes, held, operands);
    this.calls = new Calls(mode, lattice, operands);
    this.trace = trace;
  }

  /** The type of all the conditions together, joined with {@code &&}. */
  Type check(List<Condition> conditions) {
    int mark = held.mark();
    Type result = Basic.TRUE;
    for (Condition condition : conditions) {
      Type type = operands.bool(typeOf(condition.body()), condition.body(), "a condition");
      if (condition.kind() == Condition.Kind.UNLESS) {
        type = Basic.negated(type);
      } else {
        held.add(gained);
      }
      result = type == Basic.FALSE ? type : Basic.both(result, type);
      if (result == Basic.FALSE) {
        break;
      }
    }
    held.returnTo(mark);
    return result;
  }

  private Type typeOf(Expr e) {
    Type type = e.accept(this);
    if (trace != null) {
      trace.put(e, type);
    }
    return type;
  }

  @Override
  public Type literal(Expr.Literal e) {
    gained = NOTHING;
    return operands.literal(e.value());
  }

  @Override
  public Type variable(Expr.Variable e) {
    gained = NOTHING;
    return environment.of(e.variable());
  }

  @Override
  public Type and(Expr.And e) {
    int mark = held.mark();
    Type result = Basic.TRUE;
    Set<Integer> all = new HashSet<>();
    for (Expr operand : e.operands()) {
      Type type = operands.bool(typeOf(operand), operand, "&&");
      if (type == Basic.FALSE) {
        result = Basic.FALSE;
        all.clear();
        break;
      }
      result = Basic.both(result, type);
      all.addAll(gained);
      held.add(gained);
    }
    held.returnTo(mark);
    gained = all;
    return result;
  }

  @Override
  public Type or(Expr.Or e) {
    Type result = Basic.FALSE;
    Set<Integer> common = NOTHING;
    for (Expr operand : e.operands()) {
      Type type = operands.bool(typeOf(operand), operand, "||");
      if (type == Basic.TRUE) {
        result = result == Basic.FAILED ? result : Basic.TRUE;
        common = gained;
        break;
      }
      if (type != Basic.FALSE) {
        common = result == Basic.FALSE ? gained : Capabilities.both(common, gained);
        result = result == Basic.FAILED ? result : type;
      }
    }
    gained = common;
    return result;
  }

  @Override
  public Type not(Expr.Not e) {
    Type type = operands.bool(typeOf(e.operand()), e.operand(), "!");
    gained = NOTHING;
    return Basic.negated(type);
  }

  @Override
  public Type negate(Expr.Negate e) {
    operands.number(typeOf(e.operand()), e.operand(), "-");
    gained = NOTHING;
    return Basic.LONG;
  }

  @Override
  public Type ifThenElse(Expr.If e) {
    Type test = operands.bool(typeOf(e.condition()), e.condition(), "if");
    Set<Integer> proven = gained;
    if (test == Basic.FALSE) {
      return typeOf(e.alternative());
    }
    int mark = held.mark();
    held.add(proven);
    Type consequence = typeOf(e.consequence());
    Set<Integer> whenTrue = Capabilities.either(proven, gained);
    held.returnTo(mark);
    if (test == Basic.TRUE) {
      gained = whenTrue;
      return consequence;
    }
    Type alternative = typeOf(e.alternative());
    gained = Capabilities.both(whenTrue, gained);
    return operands.join(consequence, alternative, e.at(), "the branches of if");
  }

  @Override
  public Type arithmetic(Expr.Arithmetic e) {
    operands.number(typeOf(e.first()), e.first(), e.steps().get(0).operator().symbol());
    for (Expr.Step step : e.steps()) {
      operands.number(typeOf(step.operand()), step.operand(), step.operator().symbol());
    }
    gained = NOTHING;
    return Basic.LONG;
  }

  @Override
  public Type comparison(Expr.Comparison e) {
    Type left = typeOf(e.left());
    Type right = typeOf(e.right());
    gained = NOTHING;
    return switch (e.operator()) {
      case EQUAL -> operands.equal(e, left, right);
      case NOT_EQUAL -> Basic.negated(operands.equal(e, left, right));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> operands.ordered(e, left, right);
    };
  }

  @Override
  public Type in(Expr.In e) {
    Type entity = typeOf(e.entity());
    Type group = typeOf(e.group());
    gained = NOTHING;
    return operands.in(e.entity(), entity, e.group(), group);
  }

  @Override
  public Type is(Expr.Is e) {
    Type entity = typeOf(e.entity());
    Type result = operands.is(e, entity);
    if (result != Basic.FALSE && e.group().isPresent()) {
      Expr group = e.group().orElseThrow();
      Type in = operands.in(e.entity(), entity, group, typeOf(group));
      result = in == Basic.FALSE ? in : Basic.both(result, in);
    }
    gained = NOTHING;
    return result;
  }

  @Override
  public Type like(Expr.Like e) {
    operands.string(typeOf(e.text()), e.text(), "like");
    gained = NOTHING;
    return Basic.BOOL;
  }

  @Override
  public Type has(Expr.Has e) {
    Type object = typeOf(e.object());
    Set<Integer> proven = new HashSet<>();
    Type result = presence.has(e, object, proven);
    gained = proven;
    return result;
  }

  @Override
  public Type getAttribute(Expr.GetAttribute e) {
    Type object = typeOf(e.object());
    gained = NOTHING;
    return presence.attribute(e, object);
  }

  @Override
  public Type binaryCall(Expr.BinaryCall e) {
    Type receiver = typeOf(e.receiver());
    Type argument = typeOf(e.argument());
    gained = NOTHING;
    return switch (e.method()) {
      case CONTAINS -> calls.contains(e, receiver, argument);
      case CONTAINS_ALL, CONTAINS_ANY -> calls.containsSet(e, receiver, argument);
      case GET_TAG -> presence.tag(e, receiver, argument);
      case HAS_TAG -> {
        Set<Integer> proven = new HashSet<>();
        Type result = presence.hasTag(e, receiver, argument, proven);
        gained = proven;
        yield result;
      }
    };
  }

  @Override
  public Type isEmpty(Expr.IsEmpty e) {
    operands.set(typeOf(e.set()), e.set(), "isEmpty");
    gained = NOTHING;
    return Basic.BOOL;
  }

  @Override
  public Type set(Expr.SetLiteral e) {
    List<Type> types = new ArrayList<>(e.elements().size());
    for (Expr each : e.elements()) {
      types.add(typeOf(each));
    }
    gained = NOTHING;
    if (e.elements().isEmpty()) {
      calls.emptySet(e);
    }
    return new SetOf(operands.joinAll(e.elements(), types));
  }

  @Override
  public Type record(Expr.RecordLiteral e) {
    Map<String, Field> fields = new TreeMap<>();
    for (Expr.Field field : e.fields()) {
      fields.put(field.name(), new Field(typeOf(field.value()), true));
    }
    gained = NOTHING;
    return new RecordOf(fields, false);
  }

  @Override
  public Type extensionCall(Expr.ExtensionCall e) {
    calls.arity(e);
    for (int i = 0; i < e.arguments().size(); i++) {
      calls.argument(e, i, typeOf(e.arguments().get(i)));
    }
    gained = NOTHING;
    return Basic.of(e.function().result());
  }
}
