package org.ztclinical.cedar.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Escape;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.EvaluationException;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * Reads values as they stand in JSON, without a schema: what is not an escape is what it looks
 * like. Recursion is bounded by the limits.
 */
final class ValueReader {
  private final CedarLimits limits;

  ValueReader(CedarLimits limits) {
    this.limits = limits;
  }

  /** The value; the outermost one has depth 1. */
  CedarValue read(JsonValue json, Place at, int depth) throws CedarSyntaxException {
    if (depth > limits.maxDepth()) {
      throw at.error(Fault.LIMIT, "values are nested deeper than " + limits.maxDepth());
    }
    if (json instanceof JsonString text) {
      return CedarString.of(CedarJson.scalars(text.value(), at));
    }
    if (json instanceof JsonNumber number) {
      return CedarLong.of(CedarJson.integer(number, at));
    }
    if (json instanceof JsonBoolean bool) {
      return CedarBool.of(bool.value());
    }
    if (json instanceof JsonArray array) {
      return set(array, at, depth);
    }
    if (json instanceof JsonObject object) {
      Escape escape = Escape.of(object).orElse(null);
      return escape == null ? record(object, at, depth) : escaped(escape, at, depth);
    }
    throw at.error(Fault.NOT_ALLOWED, "null is not a value; leave the attribute out");
  }

  private CedarValue set(JsonArray array, Place at, int depth) throws CedarSyntaxException {
    requireFew(array.elements().size(), at);
    List<CedarValue> elements = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      elements.add(read(element, at.element(elements.size()), depth + 1));
    }
    return CedarSet.of(elements);
  }

  /** The object's members as attributes, whatever they are called. */
  CedarRecord record(JsonObject object, Place at, int depth) throws CedarSyntaxException {
    requireFew(object.members().size(), at);
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      Place place = at.attribute(member.getKey(), attributes.size());
      String name = CedarJson.scalars(member.getKey(), place);
      attributes.put(name, read(member.getValue(), place, depth + 1));
    }
    return CedarRecord.of(attributes);
  }

  private CedarValue escaped(Escape escape, Place at, int depth) throws CedarSyntaxException {
    if (escape instanceof Escape.Entity entity) {
      Place body = at.member(Escape.ENTITY);
      return EntityUid.of(
          CedarJson.name(entity.type(), body.member("type")),
          CedarJson.scalars(entity.id(), body.member("id")));
    }
    if (escape instanceof Escape.Extension call) {
      return call(call, at.member(Escape.EXTENSION), depth);
    }
    throw at.error(Fault.NOT_ALLOWED, Escape.NO_EXPRESSIONS);
  }

  /** The result of a call whose body stands at the place. */
  CedarValue call(Escape.Extension call, Place body, int depth) throws CedarSyntaxException {
    CedarJson.requireOnly(call.body(), call.members(), body);
    ExtensionFunction function = CedarJson.function(call.function(), body.member("fn"));
    List<CedarValue> arguments = new ArrayList<>(call.arguments().size());
    for (JsonValue argument : call.arguments()) {
      arguments.add(read(argument, call.argument(arguments.size(), body), depth + 1));
    }
    return apply(function, arguments, body);
  }

  /** The function's result. */
  static CedarValue apply(ExtensionFunction function, List<CedarValue> arguments, Place at)
      throws CedarSyntaxException {
    try {
      return function.apply(arguments);
    } catch (EvaluationException e) {
      throw at.error(Fault.MALFORMED, function.cedarName() + ": " + e.error().sentence());
    }
  }

  /** Refuses more elements or attributes than the limit. */
  void requireFew(int members, Place at) throws CedarSyntaxException {
    if (members > limits.maxMembers()) {
      throw at.error(Fault.LIMIT, "more than " + limits.maxMembers() + " elements or attributes");
    }
  }
}
