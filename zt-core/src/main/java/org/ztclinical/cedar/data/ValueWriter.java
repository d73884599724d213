package org.ztclinical.cedar.data;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.Escape;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarDatetime;
import org.ztclinical.cedar.value.CedarDecimal;
import org.ztclinical.cedar.value.CedarDuration;
import org.ztclinical.cedar.value.CedarIp;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/** Turns values into JSON with explicit escapes, which reads back without a schema. */
final class ValueWriter {
  /** The instants whose year has four digits: what the constructor of datetime takes. */
  private static final long FIRST_MILLI = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();

  private static final long LAST_MILLI = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ValueWriter() {}

  static JsonArray entities(Entities entities) {
    List<JsonValue> all = new ArrayList<>(entities.size());
    entities.all().forEach(entity -> all.add(entity(entity)));
    return new JsonArray(all);
  }

  private static JsonObject entity(Entity entity) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("uid", typeAndId(entity.uid()));
    members.put("attrs", record(entity.attributes(), 1));
    members.put(
        "parents",
        new JsonArray(entity.parents().stream().<JsonValue>map(ValueWriter::typeAndId).toList()));
    if (!entity.tags().attributes().isEmpty()) {
      members.put("tags", record(entity.tags(), 1));
    }
    return new JsonObject(members);
  }

  static JsonValue value(CedarValue value) {
    return value(value, 1);
  }

  private static JsonValue value(CedarValue value, int depth) {
    return switch (value.kind()) {
      case BOOL -> new JsonBoolean(((CedarBool) value).value());
      case LONG -> new JsonNumber(Long.toString(((CedarLong) value).value()));
      case STRING -> new JsonString(((CedarString) value).value());
      case ENTITY -> escape(Escape.ENTITY, typeAndId((EntityUid) value));
      case SET -> set((CedarSet) value, depth);
      case RECORD -> unescaped(record((CedarRecord) value, depth));
      case DECIMAL -> call(ExtensionFunction.DECIMAL, ((CedarDecimal) value).text());
      case IPADDR -> call(ExtensionFunction.IP, ((CedarIp) value).text());
      case DATETIME -> datetime(((CedarDatetime) value).millis());
      case DURATION -> call(ExtensionFunction.DURATION, ((CedarDuration) value).millis() + "ms");
    };
  }

  private static JsonArray set(CedarSet set, int depth) {
    requireShallow(depth);
    List<JsonValue> elements = new ArrayList<>(set.size());
    for (CedarValue element : set) {
      elements.add(value(element, depth + 1));
    }
    return new JsonArray(elements);
  }

  private static JsonObject record(CedarRecord record, int depth) {
    requireShallow(depth);
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (Map.Entry<String, CedarValue> attribute : record.attributes().entrySet()) {
      members.put(attribute.getKey(), value(attribute.getValue(), depth + 1));
    }
    return new JsonObject(members);
  }

  private static JsonObject unescaped(JsonObject record) {
    if (Escape.of(record).isPresent()) {
      throw new IllegalArgumentException("a record that looks like an escape has no JSON form");
    }
    return record;
  }

  private static void requireShallow(int depth) {
    if (depth > CedarLimits.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "values nested deeper than " + CedarLimits.MAX_DEPTH + " are not written");
    }
  }

  private static JsonObject datetime(long millis) {
    return millis < FIRST_MILLI || millis > LAST_MILLI
        ? offset(millis)
        : call(ExtensionFunction.DATETIME, ISO.format(Instant.ofEpochMilli(millis)));
  }

  private static JsonObject offset(long millis) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("fn", new JsonString(ExtensionFunction.OFFSET.cedarName()));
    body.put(
        "args",
        new JsonArray(
            List.of(
                call(ExtensionFunction.DATETIME, "1970-01-01"),
                call(ExtensionFunction.DURATION, millis + "ms"))));
    return escape(Escape.EXTENSION, new JsonObject(body));
  }

  private static JsonObject call(ExtensionFunction function, String argument) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("fn", new JsonString(function.cedarName()));
    body.put("arg", new JsonString(argument));
    return escape(Escape.EXTENSION, new JsonObject(body));
  }

  private static JsonObject typeAndId(EntityUid uid) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("type", new JsonString(uid.type().text()));
    members.put("id", new JsonString(uid.id()));
    return new JsonObject(members);
  }

  private static JsonObject escape(String name, JsonObject body) {
    return new JsonObject(Map.of(name, body));
  }
}
