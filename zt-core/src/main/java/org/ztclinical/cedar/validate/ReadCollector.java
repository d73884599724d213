package org.ztclinical.cedar.validate;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.validate.Place.Origin;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.EntityUid;

/** Follows a policy through the expressions that the checker reached, and notes what they read. */
final class ReadCollector implements Expr.Visitor<Origin> {
  private final IdentityHashMap<Expr, Type> trace;
  private final Map<Expr.Var, Place> variables = new EnumMap<>(Expr.Var.class);
  private final Map<EntityUid, Place> entities = new HashMap<>();

  ReadCollector(IdentityHashMap<Expr, Type> trace) {
    this.trace = trace;
    for (Expr.Var variable : Expr.Var.values()) {
      variables.put(variable, new Place());
    }
  }

  Reads collect(Clause clause) {
    scope(clause.principal(), Expr.Var.PRINCIPAL);
    scope(clause.resource(), Expr.Var.RESOURCE);
    if (clause.action() instanceof ActionConstraint.In) {
      variable(Expr.Var.ACTION).ancestors();
    }
    for (Condition condition : clause.conditions()) {
      origin(condition.body());
    }
    Map<EntityUid, AccessTree> named = new HashMap<>();
    entities.forEach((uid, place) -> named.put(uid, place.tree()));
    named.values().removeIf(AccessTree::isEmpty);
    return new Reads(
        tree(Expr.Var.PRINCIPAL),
        tree(Expr.Var.ACTION),
        tree(Expr.Var.RESOURCE),
        tree(Expr.Var.CONTEXT),
        named);
  }

  private void scope(ScopeConstraint constraint, Expr.Var variable) {
    if (constraint instanceof ScopeConstraint.In || constraint instanceof ScopeConstraint.IsIn) {
      variable(variable).ancestors();
    }
  }

  private Origin variable(Expr.Var variable) {
    return Origin.of(variables.computeIfAbsent(variable, v -> new Place()));
  }

  private AccessTree tree(Expr.Var variable) {
    return variables.computeIfAbsent(variable, v -> new Place()).tree();
  }

  private Origin origin(Expr e) {
    return trace.containsKey(e) ? e.accept(this) : Origin.COMPUTED;
  }

  @Override
  public Origin literal(Expr.Literal e) {
    return e.value() instanceof EntityUid uid
        ? Origin.of(entities.computeIfAbsent(uid, u -> new Place()))
        : Origin.COMPUTED;
  }

  @Override
  public Origin variable(Expr.Variable e) {
    return variable(e.variable());
  }

  @Override
  public Origin ifThenElse(Expr.If e) {
    origin(e.condition());
    return origin(e.consequence()).and(origin(e.alternative()));
  }

  @Override
  public Origin getAttribute(Expr.GetAttribute e) {
    return origin(e.object()).attribute(e.attribute());
  }

  @Override
  public Origin has(Expr.Has e) {
    Origin at = origin(e.object());
    for (String name : e.path()) {
      at = at.attribute(name);
    }
    return Origin.COMPUTED;
  }

  @Override
  public Origin binaryCall(Expr.BinaryCall e) {
    Origin receiver = origin(e.receiver());
    origin(e.argument());
    return switch (e.method()) {
      case HAS_TAG, GET_TAG -> receiver.tag(key(e.argument()));
      case CONTAINS, CONTAINS_ALL, CONTAINS_ANY -> Origin.COMPUTED;
    };
  }

  private static @Nullable String key(Expr e) {
    return e instanceof Expr.Literal literal && literal.value() instanceof CedarString key
        ? key.value()
        : null;
  }

  @Override
  public Origin in(Expr.In e) {
    origin(e.entity()).ancestors();
    origin(e.group());
    return Origin.COMPUTED;
  }

  @Override
  public Origin is(Expr.Is e) {
    Origin entity = origin(e.entity());
    if (e.group().filter(trace::containsKey).isPresent()) {
      entity.ancestors();
      origin(e.group().orElseThrow());
    }
    return Origin.COMPUTED;
  }

  @Override
  public Origin record(Expr.RecordLiteral e) {
    Map<String, Origin> fields = new HashMap<>();
    e.fields().forEach(field -> fields.put(field.name(), origin(field.value())));
    return new Origin(java.util.Set.of(), fields);
  }

  @Override
  public Origin and(Expr.And e) {
    return parts(e);
  }

  @Override
  public Origin or(Expr.Or e) {
    return parts(e);
  }

  @Override
  public Origin not(Expr.Not e) {
    return parts(e);
  }

  @Override
  public Origin negate(Expr.Negate e) {
    return parts(e);
  }

  @Override
  public Origin arithmetic(Expr.Arithmetic e) {
    return parts(e);
  }

  @Override
  public Origin comparison(Expr.Comparison e) {
    return parts(e);
  }

  @Override
  public Origin like(Expr.Like e) {
    return parts(e);
  }

  @Override
  public Origin isEmpty(Expr.IsEmpty e) {
    return parts(e);
  }

  @Override
  public Origin set(Expr.SetLiteral e) {
    return parts(e);
  }

  @Override
  public Origin extensionCall(Expr.ExtensionCall e) {
    return parts(e);
  }

  private Origin parts(Expr e) {
    for (Expr part : Operands.of(e)) {
      origin(part);
    }
    return Origin.COMPUTED;
  }
}
