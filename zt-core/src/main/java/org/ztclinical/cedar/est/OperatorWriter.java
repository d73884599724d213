package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.est.ExpressionWriter.Written;
import org.ztclinical.cedar.json.Escape;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/** Puts one operator around operands that are written already. One expression's. */
final class OperatorWriter implements Expr.Visitor<JsonObject> {
  /** An operator and the members or elements of its body. */
  private static final int LEVELS = 2;

  private final List<Written> operands;
  private int depth;

  OperatorWriter(List<Written> operands) {
    this.operands = operands;
    this.depth = LEVELS + deepest();
  }

  private int deepest() {
    return operands.stream().mapToInt(Written::depth).max().orElse(0);
  }

  /** How deep the JSON nests. */
  int depth() {
    return depth;
  }

  @Override
  public JsonObject literal(Expr.Literal e) {
    // Besides the operator, an escape for an entity is two levels.
    depth = LEVELS + 1;
    return one("Value", value(e.value()));
  }

  private static JsonValue value(CedarValue value) {
    return switch (value.kind()) {
      case BOOL -> new JsonBoolean(((CedarBool) value).value());
      case LONG -> new JsonNumber(Long.toString(((CedarLong) value).value()));
      case STRING -> new JsonString(((CedarString) value).value());
      case ENTITY -> one(Escape.ENTITY, PolicyWriter.typeAndId((EntityUid) value));
      default -> throw new IllegalStateException("not a literal");
    };
  }

  @Override
  public JsonObject variable(Expr.Variable e) {
    return one("Var", new JsonString(e.variable().cedarName()));
  }

  @Override
  public JsonObject and(Expr.And e) {
    return chain(operators(e.operands().size() - 1, "&&"));
  }

  @Override
  public JsonObject or(Expr.Or e) {
    return chain(operators(e.operands().size() - 1, "||"));
  }

  @Override
  public JsonObject arithmetic(Expr.Arithmetic e) {
    return chain(e.steps().stream().map(step -> step.operator().symbol()).toList());
  }

  private static List<String> operators(int count, String operator) {
    return Collections.nCopies(count, operator);
  }

  /** Nests to the left, two levels for each operator. */
  private JsonObject chain(List<String> operators) {
    ExpressionWriter.requireShallow((long) LEVELS * operators.size());
    depth = operands.get(0).depth();
    JsonObject left = operands.get(0).json();
    for (int i = 0; i < operators.size(); i++) {
      Written right = operands.get(i + 1);
      left = one(operators.get(i), object("left", left, "right", right.json()));
      depth = LEVELS + Math.max(depth, right.depth());
    }
    return left;
  }

  @Override
  public JsonObject not(Expr.Not e) {
    return one("!", object("arg", json(0)));
  }

  @Override
  public JsonObject negate(Expr.Negate e) {
    return one("neg", object("arg", json(0)));
  }

  @Override
  public JsonObject ifThenElse(Expr.If e) {
    return one("if-then-else", object("if", json(0), "then", json(1)).with("else", json(2)));
  }

  @Override
  public JsonObject comparison(Expr.Comparison e) {
    return binary(e.operator().symbol());
  }

  @Override
  public JsonObject in(Expr.In e) {
    return binary("in");
  }

  @Override
  public JsonObject binaryCall(Expr.BinaryCall e) {
    return binary(e.method().cedarName());
  }

  private JsonObject binary(String operator) {
    return one(operator, object("left", json(0), "right", json(1)));
  }

  @Override
  public JsonObject is(Expr.Is e) {
    JsonObject body = object("left", json(0), "entity_type", new JsonString(e.type().text()));
    return one("is", e.group().isPresent() ? body.with("in", json(1)) : body);
  }

  @Override
  public JsonObject like(Expr.Like e) {
    // The elements of the pattern are objects in an array.
    depth = Math.max(depth, LEVELS + 2);
    return one("like", object("left", json(0), "pattern", pattern(e.pattern())));
  }

  private static JsonArray pattern(Pattern pattern) {
    List<JsonValue> elements = new ArrayList<>();
    for (int i = 0; i < pattern.pieces().size(); i++) {
      if (i > 0) {
        elements.add(new JsonString("Wildcard"));
      }
      if (!pattern.pieces().get(i).isEmpty()) {
        elements.add(one("Literal", new JsonString(pattern.pieces().get(i))));
      }
    }
    return new JsonArray(elements);
  }

  @Override
  public JsonObject has(Expr.Has e) {
    depth = Math.max(depth, LEVELS + 1);
    List<JsonValue> path = e.path().stream().<JsonValue>map(JsonString::new).toList();
    return one(
        "has",
        object("left", json(0), "attr", path.size() == 1 ? path.get(0) : new JsonArray(path)));
  }

  @Override
  public JsonObject getAttribute(Expr.GetAttribute e) {
    return one(".", object("left", json(0), "attr", new JsonString(e.attribute())));
  }

  @Override
  public JsonObject isEmpty(Expr.IsEmpty e) {
    return one("isEmpty", object("arg", json(0)));
  }

  @Override
  public JsonObject set(Expr.SetLiteral e) {
    return one("Set", all());
  }

  @Override
  public JsonObject record(Expr.RecordLiteral e) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      members.put(e.fields().get(i).name(), json(i));
    }
    return one("Record", new JsonObject(members));
  }

  @Override
  public JsonObject extensionCall(Expr.ExtensionCall e) {
    return one(e.function().cedarName(), all());
  }

  private JsonArray all() {
    return new JsonArray(operands.stream().<JsonValue>map(Written::json).toList());
  }

  private JsonObject json(int operand) {
    return operands.get(operand).json();
  }

  private static JsonObject one(String name, JsonValue value) {
    return new JsonObject(Map.of(name, value));
  }

  private static JsonObject object(String first, JsonValue one, String second, JsonValue two) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put(first, one);
    members.put(second, two);
    return new JsonObject(members);
  }

  private static JsonObject object(String name, JsonValue value) {
    return one(name, value);
  }
}
