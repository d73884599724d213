package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.est.Form.Operand;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Escape;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Span;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * Reads what stands under {@code Value}: a value as in entities, here as the expression that it is
 * in Cedar's own syntax. Extension values are calls and are not computed.
 */
final class LiteralReader {
  private LiteralReader() {}

  static Form read(JsonValue json, Place at, int depth) throws CedarSyntaxException {
    if (json instanceof JsonString text) {
      return literal(CedarString.of(CedarJson.scalars(text.value(), at)));
    }
    if (json instanceof JsonNumber number) {
      return literal(CedarLong.of(CedarJson.integer(number, at)));
    }
    if (json instanceof JsonBoolean bool) {
      return literal(CedarBool.of(bool.value()));
    }
    if (json instanceof JsonArray array) {
      List<Operand> elements = new ArrayList<>(array.elements().size());
      for (JsonValue element : array.elements()) {
        elements.add(Operand.literal(element, at.element(elements.size()), depth + 1));
      }
      return new Form(elements, read -> new Expr.SetLiteral(read, Span.NONE));
    }
    if (json instanceof JsonObject object) {
      Escape escape = Escape.of(object).orElse(null);
      return escape == null ? record(object, at, depth, true) : escaped(escape, at, depth);
    }
    throw at.error(Fault.NOT_ALLOWED, "null is not a value");
  }

  private static Form literal(CedarValue value) {
    return Form.of(new Expr.Literal(value, Span.NONE));
  }

  /** A record whose attributes are the object's members: literals, or expressions. */
  static Form record(JsonObject object, Place at, int depth, boolean literal)
      throws CedarSyntaxException {
    List<String> names = new ArrayList<>(object.members().size());
    List<Operand> values = new ArrayList<>(object.members().size());
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      Place place = at.attribute(member.getKey(), names.size());
      names.add(CedarJson.scalars(member.getKey(), place));
      values.add(new Operand(member.getValue(), place, depth + 1, literal));
    }
    return new Form(values, read -> record(names, read));
  }

  private static Expr record(List<String> names, List<Expr> values) {
    List<Expr.Field> fields = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      fields.add(new Expr.Field(names.get(i), values.get(i)));
    }
    return new Expr.RecordLiteral(fields, Span.NONE);
  }

  private static Form escaped(Escape escape, Place at, int depth) throws CedarSyntaxException {
    if (escape instanceof Escape.Entity entity) {
      Place body = at.member(Escape.ENTITY);
      CedarJson.requireOnly(entity.body(), Escape.Entity.MEMBERS, body);
      return literal(
          EntityUid.of(
              CedarJson.name(entity.type(), body.member("type")),
              CedarJson.scalars(entity.id(), body.member("id"))));
    }
    if (escape instanceof Escape.Extension call) {
      Place body = at.member(Escape.EXTENSION);
      CedarJson.requireOnly(call.body(), call.members(), body);
      ExtensionFunction function = CedarJson.function(call.function(), body.member("fn"));
      List<Operand> arguments = new ArrayList<>(call.arguments().size());
      for (JsonValue argument : call.arguments()) {
        Place place = call.argument(arguments.size(), body);
        arguments.add(Operand.literal(argument, place, depth + 1));
      }
      return call(function, arguments, body);
    }
    throw at.error(Fault.NOT_ALLOWED, Escape.NO_EXPRESSIONS);
  }

  /** A call; a method needs a receiver, else it could not be written in Cedar's own syntax. */
  static Form call(ExtensionFunction function, List<Operand> arguments, Place at)
      throws CedarSyntaxException {
    if (function.isMethod() && arguments.isEmpty()) {
      throw at.error(
          Fault.NOT_ALLOWED,
          "the first argument of the method "
              + function.cedarName()
              + " is its receiver, and is missing");
    }
    return new Form(arguments, read -> new Expr.ExtensionCall(function, read, Span.NONE));
  }
}
