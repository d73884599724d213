package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarDatetime;
import org.ztclinical.cedar.value.CedarDuration;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.EvaluationException;

/** Evaluates expressions straight from the definition of the language: one rule for each kind. */
final class ReferenceEvaluator implements Expr.Visitor<ReferenceEvaluator.Step> {
  /** A rule ready to be applied. */
  interface Step {
    CedarValue value() throws EvaluationException;
  }

  private final AuthorizationRequest request;
  private final Entities entities;

  ReferenceEvaluator(AuthorizationRequest request, Entities entities) {
    this.request = request;
    this.entities = entities;
  }

  CedarValue evaluate(Expr expression) throws EvaluationException {
    return expression.accept(this).value();
  }

  private <T> T evaluate(Expr expression, Class<T> type) throws EvaluationException {
    return as(evaluate(expression), type);
  }

  private static <T> T as(CedarValue value, Class<T> type) throws EvaluationException {
    if (!type.isInstance(value)) {
      throw EvaluationException.of(CedarError.TYPE);
    }
    return type.cast(value);
  }

  private boolean test(Expr expression) throws EvaluationException {
    return evaluate(expression, CedarBool.class).value();
  }

  @Override
  public Step literal(Expr.Literal e) {
    return e::value;
  }

  @Override
  public Step variable(Expr.Variable e) {
    return () ->
        switch (e.variable()) {
          case PRINCIPAL -> request.principal();
          case ACTION -> request.action();
          case RESOURCE -> request.resource();
          case CONTEXT -> request.context();
        };
  }

  @Override
  public Step and(Expr.And e) {
    return () -> {
      for (Expr operand : e.operands()) {
        if (!test(operand)) {
          return CedarBool.FALSE;
        }
      }
      return CedarBool.TRUE;
    };
  }

  @Override
  public Step or(Expr.Or e) {
    return () -> {
      for (Expr operand : e.operands()) {
        if (test(operand)) {
          return CedarBool.TRUE;
        }
      }
      return CedarBool.FALSE;
    };
  }

  @Override
  public Step not(Expr.Not e) {
    return () -> CedarBool.of(!test(e.operand()));
  }

  @Override
  public Step negate(Expr.Negate e) {
    return () -> exact(() -> Math.negateExact(evaluate(e.operand(), CedarLong.class).value()));
  }

  @Override
  public Step ifThenElse(Expr.If e) {
    return () -> evaluate(test(e.condition()) ? e.consequence() : e.alternative());
  }

  @Override
  public Step arithmetic(Expr.Arithmetic e) {
    return () -> {
      CedarLong left = evaluate(e.first(), CedarLong.class);
      for (Expr.Step step : e.steps()) {
        long a = left.value();
        long b = evaluate(step.operand(), CedarLong.class).value();
        left =
            exact(
                () ->
                    switch (step.operator()) {
                      case ADD -> Math.addExact(a, b);
                      case SUBTRACT -> Math.subtractExact(a, b);
                      case MULTIPLY -> Math.multiplyExact(a, b);
                    });
      }
      return left;
    };
  }

  private interface Computation {
    long compute() throws EvaluationException;
  }

  private static CedarLong exact(Computation computation) throws EvaluationException {
    try {
      return CedarLong.of(computation.compute());
    } catch (ArithmeticException e) {
      throw EvaluationException.of(CedarError.OVERFLOW);
    }
  }

  @Override
  public Step comparison(Expr.Comparison e) {
    return () -> {
      CedarValue left = evaluate(e.left());
      CedarValue right = evaluate(e.right());
      return CedarBool.of(
          switch (e.operator()) {
            case EQUAL -> left.equals(right);
            case NOT_EQUAL -> !left.equals(right);
            case LESS -> compare(left, right) < 0;
            case LESS_OR_EQUAL -> compare(left, right) <= 0;
            case GREATER -> compare(left, right) > 0;
            case GREATER_OR_EQUAL -> compare(left, right) >= 0;
          });
    };
  }

  private static int compare(CedarValue left, CedarValue right) throws EvaluationException {
    if (left instanceof CedarDatetime a) {
      return a.compareTo(as(right, CedarDatetime.class));
    }
    if (left instanceof CedarDuration a) {
      return a.compareTo(as(right, CedarDuration.class));
    }
    return as(left, CedarLong.class).compareTo(as(right, CedarLong.class));
  }

  @Override
  public Step in(Expr.In e) {
    return () -> {
      CedarValue left = evaluate(e.entity());
      CedarValue right = evaluate(e.group());
      return isIn(as(left, EntityUid.class), right);
    };
  }

  private CedarBool isIn(EntityUid entity, CedarValue group) throws EvaluationException {
    if (group instanceof EntityUid uid) {
      return CedarBool.of(entities.isIn(entity, uid));
    }
    boolean found = false;
    for (CedarValue element : as(group, CedarSet.class).elements()) {
      found |= entities.isIn(entity, as(element, EntityUid.class));
    }
    return CedarBool.of(found);
  }

  @Override
  public Step is(Expr.Is e) {
    return () -> {
      EntityUid entity = evaluate(e.entity(), EntityUid.class);
      if (!entity.type().equals(e.type())) {
        return CedarBool.FALSE;
      }
      return e.group().isEmpty() ? CedarBool.TRUE : isIn(entity, evaluate(e.group().get()));
    };
  }

  @Override
  public Step like(Expr.Like e) {
    return () ->
        CedarBool.of(
            matches(evaluate(e.text(), CedarString.class).value(), e.pattern().pieces(), true));
  }

  /** Tries every place for every piece. */
  private static boolean matches(String text, List<String> pieces, boolean anchored) {
    String first = pieces.get(0);
    List<String> rest = pieces.subList(1, pieces.size());
    for (int i = 0; i <= (anchored ? 0 : text.length() - first.length()); i++) {
      if (text.startsWith(first, i)) {
        String after = text.substring(i + first.length());
        if (rest.isEmpty() ? after.isEmpty() : matches(after, rest, false)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public Step has(Expr.Has e) {
    return () -> {
      CedarValue object = evaluate(e.object());
      for (String name : e.path()) {
        CedarRecord attributes = attributes(object);
        if (attributes == null || !attributes.has(name)) {
          return CedarBool.FALSE;
        }
        object = attributes.get(name);
      }
      return CedarBool.TRUE;
    };
  }

  /** Null where the entity does not exist. */
  private CedarRecord attributes(CedarValue object) throws EvaluationException {
    if (object instanceof CedarRecord attributes) {
      return attributes;
    }
    return entities.find(as(object, EntityUid.class)).map(Entity::attributes).orElse(null);
  }

  @Override
  public Step getAttribute(Expr.GetAttribute e) {
    return () -> {
      CedarRecord attributes = attributes(evaluate(e.object()));
      if (attributes == null) {
        throw EvaluationException.of(CedarError.ENTITY_MISSING);
      }
      return attributes
          .find(e.attribute())
          .orElseThrow(() -> EvaluationException.of(CedarError.ATTRIBUTE_MISSING));
    };
  }

  @Override
  public Step binaryCall(Expr.BinaryCall e) {
    return () -> {
      CedarValue receiver = evaluate(e.receiver());
      CedarValue argument = evaluate(e.argument());
      return switch (e.method()) {
        case CONTAINS -> CedarBool.of(as(receiver, CedarSet.class).elements().contains(argument));
        case CONTAINS_ALL ->
            CedarBool.of(
                as(receiver, CedarSet.class)
                    .elements()
                    .containsAll(as(argument, CedarSet.class).elements()));
        case CONTAINS_ANY -> {
          CedarSet set = as(receiver, CedarSet.class);
          CedarSet other = as(argument, CedarSet.class);
          yield CedarBool.of(other.elements().stream().anyMatch(set.elements()::contains));
        }
        case HAS_TAG -> {
          Entity entity = entities.get(as(receiver, EntityUid.class));
          String tag = as(argument, CedarString.class).value();
          yield CedarBool.of(entity != null && entity.tags().has(tag));
        }
        case GET_TAG -> {
          EntityUid uid = as(receiver, EntityUid.class);
          String tag = as(argument, CedarString.class).value();
          Entity entity = entities.get(uid);
          if (entity == null) {
            throw EvaluationException.of(CedarError.ENTITY_MISSING);
          }
          yield entity
              .tags()
              .find(tag)
              .orElseThrow(() -> EvaluationException.of(CedarError.TAG_MISSING));
        }
      };
    };
  }

  @Override
  public Step isEmpty(Expr.IsEmpty e) {
    return () -> CedarBool.of(evaluate(e.set(), CedarSet.class).elements().isEmpty());
  }

  @Override
  public Step set(Expr.SetLiteral e) {
    return () -> CedarSet.of(all(e.elements()));
  }

  @Override
  public Step record(Expr.RecordLiteral e) {
    return () -> {
      Map<String, CedarValue> attributes = new HashMap<>();
      for (Expr.Field field : e.fields()) {
        attributes.put(field.name(), evaluate(field.value()));
      }
      return CedarRecord.of(attributes);
    };
  }

  @Override
  public Step extensionCall(Expr.ExtensionCall e) {
    return () -> e.function().apply(all(e.arguments()));
  }

  private List<CedarValue> all(List<Expr> expressions) throws EvaluationException {
    List<CedarValue> values = new ArrayList<>();
    for (Expr expression : expressions) {
      values.add(evaluate(expression));
    }
    return values;
  }
}
