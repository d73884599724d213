package org.ztclinical.cedar.json;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;

/**
 * Reads the parts that all JSON forms of Cedar share. No error shows anything from the document but
 * the place. Stateless.
 */
public final class CedarJson {
  /** By depth; each format has one. */
  private static final Map<Integer, JsonReader> DEFAULT_READERS = new ConcurrentHashMap<>();

  private CedarJson() {}

  /**
   * Reads one document. Duplicate members, excess size and excess depth are refused.
   *
   * @param maxDepth nesting of JSON objects and arrays
   */
  public static JsonValue read(String text, CedarLimits limits, int maxDepth)
      throws CedarSyntaxException {
    try {
      return reader(limits, maxDepth).read(text);
    } catch (JsonSyntaxException e) {
      throw translated(e);
    }
  }

  private static JsonReader reader(CedarLimits limits, int maxDepth) {
    // Contexts are read once a request: a reader for the default limits is made once.
    return limits.equals(CedarLimits.defaults())
        ? DEFAULT_READERS.computeIfAbsent(maxDepth, depth -> newReader(limits, depth))
        : newReader(limits, maxDepth);
  }

  private static JsonReader newReader(CedarLimits limits, int maxDepth) {
    // Four characters for a value leave room for every real document, and bound the memory.
    int maxValues = Math.max(16, limits.maxCharacters() / 4);
    return JsonReader.of(new JsonLimits(limits.maxCharacters(), maxDepth, maxValues));
  }

  /** Decodes strict UTF-8 without byte order mark, no more of it than the limit can hold. */
  public static String decode(byte[] document, CedarLimits limits) throws CedarSyntaxException {
    if (document.length > 3L * limits.maxCharacters()) {
      throw new CedarSyntaxException(
          Fault.LIMIT, "", Span.NONE, "the document is larger than the limit");
    }
    try {
      return JsonReader.decode(document);
    } catch (JsonSyntaxException e) {
      throw translated(e);
    }
  }

  private static CedarSyntaxException translated(JsonSyntaxException e) {
    Fault fault =
        switch (e.fault()) {
          case NOT_UTF8, MALFORMED -> Fault.MALFORMED;
          case DUPLICATE_MEMBER -> Fault.DUPLICATE;
          case TOO_LARGE, TOO_DEEP -> Fault.LIMIT;
        };
    String place = e.line() > 0 ? "line " + e.line() + ", column " + e.column() : "";
    return new CedarSyntaxException(fault, place, Span.NONE, e.sentence());
  }

  /** The value as an object. */
  public static JsonObject object(JsonValue value, Place at) throws CedarSyntaxException {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw at.error(Fault.MALFORMED, "expected an object, found " + kind(value));
  }

  /** The value as an array. */
  public static JsonArray array(JsonValue value, Place at) throws CedarSyntaxException {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw at.error(Fault.MALFORMED, "expected an array, found " + kind(value));
  }

  /** The value as a string of Unicode scalar values. */
  public static String string(JsonValue value, Place at) throws CedarSyntaxException {
    if (value instanceof JsonString text) {
      return scalars(text.value(), at);
    }
    throw at.error(Fault.MALFORMED, "expected a string, found " + kind(value));
  }

  /** The member, which must be there. */
  public static JsonValue member(JsonObject object, String name, Place at)
      throws CedarSyntaxException {
    JsonValue member = object.get(name);
    if (member == null) {
      throw at.error(Fault.MALFORMED, "the member " + name + " is missing");
    }
    return member;
  }

  /** Refuses an object with members other than these; their names are not shown. */
  public static void requireOnly(JsonObject object, Set<String> known, Place at)
      throws CedarSyntaxException {
    int position = 0;
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        throw at.attribute(name, position).error(Fault.UNKNOWN, "there is no such member here");
      }
      position++;
    }
  }

  /** The text, in which no half of a surrogate pair stands alone. */
  public static String scalars(String text, Place at) throws CedarSyntaxException {
    if (!Lexical.areScalars(text)) {
      throw at.error(Fault.MALFORMED, "half of a surrogate pair is not a character");
    }
    return text;
  }

  /** A name in its normal form. */
  public static Name name(String text, Place at) throws CedarSyntaxException {
    if (!Name.isName(text)) {
      throw at.error(
          Fault.MALFORMED, "a name is identifiers joined by ::, without blanks and reserved words");
    }
    return Name.parse(text);
  }

  /** The extension function of this name. */
  public static ExtensionFunction function(String name, Place at) throws CedarSyntaxException {
    Optional<ExtensionFunction> function = ExtensionFunction.find(name);
    return function.orElseThrow(
        () -> at.error(Fault.UNKNOWN, "there is no extension function of this name"));
  }

  /**
   * A reference to an entity where nothing else can stand: <code>{"type": …, "id": …}</code> or
   * <code>{"__entity": {"type": …, "id": …}}</code>. Further members are ignored, as the reference
   * engine does.
   */
  public static EntityUid uid(JsonValue value, Place at) throws CedarSyntaxException {
    if (!(value instanceof JsonObject object)) {
      throw at.error(Fault.MALFORMED, "expected a reference to an entity, found " + kind(value));
    }
    if (object.get(Escape.EXPRESSION) != null) {
      throw at.error(Fault.NOT_ALLOWED, Escape.NO_EXPRESSIONS);
    }
    JsonValue explicit = object.get(Escape.ENTITY);
    return explicit == null
        ? typeAndId(object, at)
        : typeAndId(object(explicit, at.member(Escape.ENTITY)), at.member(Escape.ENTITY));
  }

  /** A reference to an entity as {@link #uid} reads it, in which no further members may stand. */
  public static EntityUid exactUid(JsonValue value, Place at) throws CedarSyntaxException {
    if (value instanceof JsonObject object && object.get(Escape.ENTITY) != null) {
      requireOnly(object, Set.of(Escape.ENTITY), at);
      EntityUid uid = uid(object, at);
      Place body = at.member(Escape.ENTITY);
      requireOnly(object(member(object, Escape.ENTITY, at), body), Escape.Entity.MEMBERS, body);
      return uid;
    }
    EntityUid uid = uid(value, at);
    requireOnly(object(value, at), Escape.Entity.MEMBERS, at);
    return uid;
  }

  private static EntityUid typeAndId(JsonObject object, Place at) throws CedarSyntaxException {
    String type = string(member(object, "type", at), at.member("type"));
    String id = string(member(object, "id", at), at.member("id"));
    return EntityUid.of(name(type, at.member("type")), id);
  }

  /** A whole number that fits 64 bits: no fraction, no exponent, no rounding. */
  public static long integer(JsonNumber number, Place at) throws CedarSyntaxException {
    String text = number.text();
    if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      throw at.error(
          Fault.NOT_ALLOWED, "a number is a whole number without exponent; use decimal for others");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw at.error(Fault.NOT_ALLOWED, "the number does not fit 64 bits");
    }
  }

  /** What kind of JSON value it is, for messages. */
  public static String kind(JsonValue value) {
    if (value instanceof JsonObject) {
      return "an object";
    }
    if (value instanceof JsonArray) {
      return "an array";
    }
    if (value instanceof JsonString) {
      return "a string";
    }
    if (value instanceof JsonNumber) {
      return "a number";
    }
    return value instanceof org.ztclinical.json.JsonBoolean ? "a truth value" : "null";
  }
}
