package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.est.Form.Operand;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/**
 * Reads one object of one member, whose name is the operator. Leaves the operands to its caller.
 */
final class FormReader {
  static final Set<String> BINARY = Set.of("left", "right");
  private static final Set<String> UNARY = Set.of("arg");
  private static final Set<String> ATTRIBUTE = Set.of("left", "attr");
  private static final Set<String> IS = Set.of("left", "entity_type", "in");
  private static final Set<String> LIKE = Set.of("left", "pattern");
  private static final Set<String> IF = Set.of("if", "then", "else");
  private static final Map<String, Expr.ComparisonOperator> COMPARISONS = comparisons();
  private static final Map<String, Expr.BinaryMethod> METHODS = methods();

  private FormReader() {}

  static Form read(JsonValue json, Place at, int depth) throws CedarSyntaxException {
    JsonObject object = CedarJson.object(json, at);
    if (object.members().size() != 1) {
      throw at.error(Fault.MALFORMED, "an expression is an object with one member, its operator");
    }
    Map.Entry<String, JsonValue> only = object.members().entrySet().iterator().next();
    String operator = only.getKey();
    JsonValue body = only.getValue();
    Place inner = at.member(operator);
    return switch (operator) {
      case "Value" -> LiteralReader.read(body, inner, depth);
      case "Var" -> variable(body, inner);
      case "&&", "||", "+", "-", "*" -> ChainReader.read(object, at, depth);
      case "!" -> unary(body, inner, depth, operand -> new Expr.Not(operand, Span.NONE));
      case "neg" -> unary(body, inner, depth, operand -> new Expr.Negate(operand, Span.NONE));
      case "isEmpty" -> unary(body, inner, depth, operand -> new Expr.IsEmpty(operand, Span.NONE));
      case "in" -> binary(body, inner, depth, (l, r) -> new Expr.In(l, r, Span.NONE));
      case "is" -> is(body, inner, depth);
      case "like" -> like(body, inner, depth);
      case "." -> getAttribute(body, inner, depth);
      case "has" -> has(body, inner, depth);
      case "if-then-else" -> ifThenElse(body, inner, depth);
      case "Set" -> new Form(all(body, inner, depth), read -> new Expr.SetLiteral(read, Span.NONE));
      case "Record" -> LiteralReader.record(CedarJson.object(body, inner), inner, depth, false);
      case "Slot" ->
          throw inner.error(Fault.NOT_ALLOWED, "slots stand in the scope only, not in conditions");
      case "Unknown" ->
          throw inner.error(Fault.NOT_ALLOWED, "unknowns belong to partial evaluation");
      default -> named(operator, body, at, depth);
    };
  }

  private static Form variable(JsonValue json, Place at) throws CedarSyntaxException {
    String name = CedarJson.string(json, at);
    for (Expr.Var variable : Expr.Var.values()) {
      if (variable.cedarName().equals(name)) {
        return Form.of(new Expr.Variable(variable, Span.NONE));
      }
    }
    throw at.error(Fault.UNKNOWN, "the variables are principal, action, resource and context");
  }

  private static Form unary(JsonValue json, Place at, int depth, Function<Expr, Expr> whole)
      throws CedarSyntaxException {
    JsonObject body = body(json, UNARY, at);
    return new Form(
        List.of(part(body, "arg", at, depth)), operands -> whole.apply(operands.get(0)));
  }

  private static Form binary(JsonValue json, Place at, int depth, BinaryOperator<Expr> whole)
      throws CedarSyntaxException {
    JsonObject body = body(json, BINARY, at);
    return new Form(
        List.of(part(body, "left", at, depth), part(body, "right", at, depth)),
        operands -> whole.apply(operands.get(0), operands.get(1)));
  }

  private static Form is(JsonValue json, Place at, int depth) throws CedarSyntaxException {
    JsonObject body = body(json, IS, at);
    Place named = at.member("entity_type");
    Name type =
        CedarJson.name(CedarJson.string(CedarJson.member(body, "entity_type", at), named), named);
    Operand entity = part(body, "left", at, depth);
    if (body.get("in") == null) {
      return new Form(
          List.of(entity), read -> new Expr.Is(read.get(0), type, Optional.empty(), Span.NONE));
    }
    return new Form(
        List.of(entity, part(body, "in", at, depth)),
        read -> new Expr.Is(read.get(0), type, Optional.of(read.get(1)), Span.NONE));
  }

  private static Form like(JsonValue json, Place at, int depth) throws CedarSyntaxException {
    JsonObject body = body(json, LIKE, at);
    Pattern pattern =
        PatternReader.read(CedarJson.member(body, "pattern", at), at.member("pattern"));
    return new Form(
        List.of(part(body, "left", at, depth)),
        read -> new Expr.Like(read.get(0), pattern, Span.NONE));
  }

  private static Form getAttribute(JsonValue json, Place at, int depth)
      throws CedarSyntaxException {
    JsonObject body = body(json, ATTRIBUTE, at);
    String name = CedarJson.string(CedarJson.member(body, "attr", at), at.member("attr"));
    return new Form(
        List.of(part(body, "left", at, depth)),
        read -> new Expr.GetAttribute(read.get(0), name, Span.NONE));
  }

  private static Form has(JsonValue json, Place at, int depth) throws CedarSyntaxException {
    JsonObject body = body(json, ATTRIBUTE, at);
    List<String> path = path(CedarJson.member(body, "attr", at), at.member("attr"));
    // A path says the same as that many `has`, and counts as deep.
    return new Form(
        List.of(part(body, "left", at, depth + path.size() - 1)),
        read -> new Expr.Has(read.get(0), path, Span.NONE));
  }

  private static List<String> path(JsonValue json, Place at) throws CedarSyntaxException {
    if (!(json instanceof JsonArray array)) {
      return List.of(CedarJson.string(json, at));
    }
    List<String> path = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      path.add(CedarJson.string(element, at.element(path.size())));
    }
    if (path.isEmpty()) {
      throw at.error(Fault.MALFORMED, "has needs an attribute");
    }
    return path;
  }

  private static Form ifThenElse(JsonValue json, Place at, int depth) throws CedarSyntaxException {
    JsonObject body = body(json, IF, at);
    return new Form(
        List.of(
            part(body, "if", at, depth),
            part(body, "then", at, depth),
            part(body, "else", at, depth)),
        read -> new Expr.If(read.get(0), read.get(1), read.get(2), Span.NONE));
  }

  /** A comparison, a built-in method or an extension function. */
  private static Form named(String operator, JsonValue body, Place expression, int depth)
      throws CedarSyntaxException {
    Expr.ComparisonOperator comparison = COMPARISONS.get(operator);
    if (comparison != null) {
      Place at = expression.member(operator);
      return binary(body, at, depth, (l, r) -> new Expr.Comparison(comparison, l, r, Span.NONE));
    }
    Place at = expression.attribute(operator, 0);
    Expr.BinaryMethod method = METHODS.get(operator);
    if (method != null) {
      return binary(body, at, depth, (l, r) -> new Expr.BinaryCall(method, l, r, Span.NONE));
    }
    ExtensionFunction function =
        ExtensionFunction.find(operator)
            .orElseThrow(
                () ->
                    at.error(
                        Fault.UNKNOWN, "there is no operator or extension function of this name"));
    return LiteralReader.call(function, all(body, at, depth), at);
  }

  private static List<Operand> all(JsonValue json, Place at, int depth)
      throws CedarSyntaxException {
    JsonArray array = CedarJson.array(json, at);
    List<Operand> operands = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      operands.add(Operand.expression(element, at.element(operands.size()), depth + 1));
    }
    return operands;
  }

  /** A member of an operator's body, one level deeper than the operation. */
  private static Operand part(JsonObject body, String name, Place at, int depth)
      throws CedarSyntaxException {
    return Operand.expression(CedarJson.member(body, name, at), at.member(name), depth + 1);
  }

  /** The body of an operator, in which no other members may stand. */
  static JsonObject body(JsonValue json, Set<String> members, Place at)
      throws CedarSyntaxException {
    JsonObject body = CedarJson.object(json, at);
    CedarJson.requireOnly(body, members, at);
    return body;
  }

  private static Map<String, Expr.ComparisonOperator> comparisons() {
    Map<String, Expr.ComparisonOperator> bySymbol = new HashMap<>();
    for (Expr.ComparisonOperator operator : Expr.ComparisonOperator.values()) {
      bySymbol.put(operator.symbol(), operator);
    }
    return bySymbol;
  }

  private static Map<String, Expr.BinaryMethod> methods() {
    Map<String, Expr.BinaryMethod> byName = new HashMap<>();
    for (Expr.BinaryMethod method : Expr.BinaryMethod.values()) {
      byName.put(method.cedarName(), method);
    }
    return byName;
  }
}
