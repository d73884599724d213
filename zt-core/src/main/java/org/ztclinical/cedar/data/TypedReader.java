package org.ztclinical.cedar.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Escape;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.ValueKind;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * Reads values of which a schema tells the type, so that escapes can be left implicit: a reference
 * is <code>{"type": …, "id": …}</code>, an extension value <code>{"fn": …, "arg": …}</code> or the
 * argument of its constructor alone, an object is a record whatever it looks like. Every value read
 * is of its type.
 */
final class TypedReader {
  private static final Set<String> ESCAPED = Set.of(Escape.EXTENSION);

  private final CedarLimits limits;
  private final ValueReader values;
  private final Schema schema;

  TypedReader(Schema schema, CedarLimits limits) {
    this.schema = schema;
    this.limits = limits;
    this.values = new ValueReader(limits);
  }

  /** A value of the type; the outermost one has depth 1. */
  CedarValue read(JsonValue json, SchemaType type, Place at, int depth)
      throws CedarSyntaxException {
    if (depth > limits.maxDepth()) {
      throw at.error(Fault.LIMIT, "values are nested deeper than " + limits.maxDepth());
    }
    if (type instanceof SchemaType.SetOf setType) {
      return set(json, setType, at, depth);
    }
    if (type instanceof SchemaType.RecordOf recordType) {
      return record(json, recordType, at, depth);
    }
    return checked(scalar(json, type, at, depth), type, at);
  }

  private CedarValue set(JsonValue json, SchemaType.SetOf type, Place at, int depth)
      throws CedarSyntaxException {
    if (!(json instanceof JsonArray array)) {
      throw unexpected(ValueKind.SET.cedarName(), json, at);
    }
    values.requireFew(array.elements().size(), at);
    List<CedarValue> elements = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      elements.add(read(element, type.element(), at.element(elements.size()), depth + 1));
    }
    return CedarSet.of(elements);
  }

  CedarRecord record(JsonValue json, SchemaType.RecordOf type, Place at, int depth)
      throws CedarSyntaxException {
    if (!(json instanceof JsonObject object)) {
      throw unexpected(ValueKind.RECORD.cedarName(), json, at);
    }
    values.requireFew(object.members().size(), at);
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      Place place = at.attribute(member.getKey(), attributes.size());
      SchemaType.Attribute declared = type.attributes().get(member.getKey());
      if (declared == null) {
        throw place.error(Fault.NOT_IN_SCHEMA, "the schema has no such attribute here");
      }
      attributes.put(member.getKey(), read(member.getValue(), declared.type(), place, depth + 1));
    }
    requireAll(attributes, type, at);
    return CedarRecord.of(attributes);
  }

  private static void requireAll(
      Map<String, CedarValue> attributes, SchemaType.RecordOf type, Place at)
      throws CedarSyntaxException {
    for (Map.Entry<String, SchemaType.Attribute> declared : type.attributes().entrySet()) {
      if (declared.getValue().required() && !attributes.containsKey(declared.getKey())) {
        throw at.error(
            Fault.NOT_IN_SCHEMA, "the required attribute " + declared.getKey() + " is missing");
      }
    }
  }

  /** The members of the object, each of the type, whatever they are called: tags. */
  CedarRecord allOf(JsonValue json, SchemaType type, Place at) throws CedarSyntaxException {
    JsonObject object = CedarJson.object(json, at);
    values.requireFew(object.members().size(), at);
    Map<String, CedarValue> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      Place place = at.attribute(member.getKey(), members.size());
      String name = CedarJson.scalars(member.getKey(), place);
      members.put(name, read(member.getValue(), type, place, 1));
    }
    return CedarRecord.of(members);
  }

  private CedarValue scalar(JsonValue json, SchemaType type, Place at, int depth)
      throws CedarSyntaxException {
    if (type instanceof SchemaType.EntityOf) {
      return CedarJson.uid(json, at);
    }
    ExtensionFunction constructor =
        type instanceof SchemaType.Primitive primitive ? constructor(primitive.kind()) : null;
    return constructor == null
        ? values.read(json, at, depth)
        : extension(json, constructor, at, depth);
  }

  private CedarValue extension(JsonValue json, ExtensionFunction constructor, Place at, int depth)
      throws CedarSyntaxException {
    if (json instanceof JsonString text) {
      CedarValue argument = values.read(text, at, depth);
      return ValueReader.apply(constructor, List.of(argument), at);
    }
    if (json instanceof JsonObject object) {
      if (object.get(Escape.EXTENSION) != null) {
        CedarJson.requireOnly(object, ESCAPED, at);
      } else if (Escape.call(object).orElse(null) instanceof Escape.Extension call) {
        return values.call(call, at, depth);
      }
    }
    return values.read(json, at, depth);
  }

  private static @Nullable ExtensionFunction constructor(ValueKind kind) {
    return switch (kind) {
      case DECIMAL -> ExtensionFunction.DECIMAL;
      case IPADDR -> ExtensionFunction.IP;
      case DATETIME -> ExtensionFunction.DATETIME;
      case DURATION -> ExtensionFunction.DURATION;
      case BOOL, LONG, STRING, ENTITY, SET, RECORD -> null;
    };
  }

  private CedarValue checked(CedarValue value, SchemaType type, Place at)
      throws CedarSyntaxException {
    Mismatches mismatches = new Mismatches();
    new TypeCheck(schema, mismatches).value(value, type, at);
    mismatches.requireNone();
    return value;
  }

  private static CedarSyntaxException unexpected(String expected, JsonValue json, Place at) {
    return at.error(
        Fault.NOT_IN_SCHEMA, "expected " + expected + ", found " + CedarJson.kind(json));
  }
}
