package org.ztclinical.cedar.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/** Writes a schema as a JSON value. For one schema. */
final class SchemaJsonWriter {
  private final WrittenNames names;
  private String namespace = "";

  private SchemaJsonWriter(Schema schema) {
    this.names = new WrittenNames(schema);
  }

  static JsonObject write(Schema schema) {
    SchemaJsonWriter writer = new SchemaJsonWriter(schema);
    Map<String, JsonValue> namespaces = new LinkedHashMap<>();
    for (String namespace : writer.names.namespaces()) {
      namespaces.put(namespace, writer.namespace(namespace));
    }
    return new JsonObject(namespaces);
  }

  private JsonObject namespace(String name) {
    namespace = name;
    Map<String, JsonValue> commonTypes = new LinkedHashMap<>();
    names
        .commonTypes(name)
        .forEach((type, meaning) -> commonTypes.put(type.basename(), commonType(type, meaning)));
    Map<String, JsonValue> entityTypes = new LinkedHashMap<>();
    names
        .entityTypes(name)
        .forEach(type -> entityTypes.put(type.name().basename(), entityType(type)));
    Map<String, JsonValue> actions = new LinkedHashMap<>();
    names.actions(name).forEach(action -> actions.put(action.uid().id(), action(action)));
    Map<String, JsonValue> members = new LinkedHashMap<>();
    putUnlessEmpty(members, "commonTypes", commonTypes);
    members.put("entityTypes", new JsonObject(entityTypes));
    members.put("actions", new JsonObject(actions));
    return new JsonObject(members);
  }

  private JsonObject commonType(Name name, SchemaType type) {
    boolean another = names.commonType(type, namespace).filter(n -> !n.equals(name)).isPresent();
    return new JsonObject(another ? type(type) : written(type));
  }

  private JsonObject entityType(EntityTypeDefinition type) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    Optional<JsonValue> ids = type.enumIds().map(texts -> strings(texts.stream()));
    ids.ifPresent(texts -> members.put("enum", texts));
    if (!type.memberOf().isEmpty()) {
      members.put("memberOfTypes", types(type.memberOf().stream()));
    }
    if (!type.attributes().attributes().isEmpty()) {
      members.put("shape", new JsonObject(type(type.attributes())));
    }
    type.tags().ifPresent(tags -> members.put("tags", new JsonObject(type(tags))));
    putAnnotations(members, type.annotations());
    return new JsonObject(members);
  }

  private JsonObject action(ActionDefinition action) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (!action.memberOf().isEmpty()) {
      members.put(
          "memberOf",
          new JsonArray(action.memberOf().stream().map(SchemaJsonWriter::group).toList()));
    }
    if (!action.principals().isEmpty()) {
      Map<String, JsonValue> to = new LinkedHashMap<>();
      to.put("principalTypes", types(action.principals().stream()));
      to.put("resourceTypes", types(action.resources().stream()));
      if (!action.context().attributes().isEmpty()) {
        to.put("context", new JsonObject(type(action.context())));
      }
      members.put("appliesTo", new JsonObject(to));
    }
    putAnnotations(members, action.annotations());
    return new JsonObject(members);
  }

  private static JsonValue group(EntityUid uid) {
    return object("id", uid.id(), "type", uid.type().text());
  }

  private JsonArray types(Stream<Name> types) {
    return strings(types.map(name -> WrittenNames.in(namespace, name)));
  }

  private static JsonArray strings(Stream<String> texts) {
    return new JsonArray(texts.<JsonValue>map(JsonString::new).toList());
  }

  private Map<String, JsonValue> type(SchemaType type) {
    return names
        .commonType(type, namespace)
        .map(name -> object("type", "EntityOrCommon", "name", WrittenNames.in(namespace, name)))
        .map(JsonObject::members)
        .orElseGet(() -> written(type));
  }

  private Map<String, JsonValue> written(SchemaType type) {
    if (type instanceof SchemaType.Primitive primitive) {
      return primitive(primitive).members();
    }
    if (type instanceof SchemaType.EntityOf entity) {
      return object("type", "Entity", "name", WrittenNames.in(namespace, entity.type())).members();
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (type instanceof SchemaType.SetOf set) {
      members.put("type", new JsonString("Set"));
      members.put("element", new JsonObject(type(set.element())));
    } else if (type instanceof SchemaType.RecordOf record) {
      members.put("type", new JsonString("Record"));
      members.put("attributes", attributes(record));
    }
    return members;
  }

  private static JsonObject primitive(SchemaType.Primitive type) {
    String name = type.kind().cedarName();
    return switch (type.kind()) {
      case BOOL -> new JsonObject(Map.of("type", new JsonString("Boolean")));
      case LONG, STRING -> new JsonObject(Map.of("type", new JsonString(name)));
      case DECIMAL, IPADDR, DATETIME, DURATION -> object("type", "Extension", "name", name);
      case ENTITY, SET, RECORD -> throw new IllegalStateException(name);
    };
  }

  private JsonObject attributes(SchemaType.RecordOf record) {
    Map<String, JsonValue> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, SchemaType.Attribute> attribute : record.attributes().entrySet()) {
      Map<String, JsonValue> members = new LinkedHashMap<>(type(attribute.getValue().type()));
      if (!attribute.getValue().required()) {
        members.put("required", new JsonBoolean(false));
      }
      attributes.put(attribute.getKey(), new JsonObject(members));
    }
    return new JsonObject(attributes);
  }

  private static void putAnnotations(
      Map<String, JsonValue> members, Map<String, String> annotations) {
    Map<String, JsonValue> values = new TreeMap<>();
    annotations.forEach((key, value) -> values.put(key, new JsonString(value)));
    putUnlessEmpty(members, "annotations", values);
  }

  private static void putUnlessEmpty(
      Map<String, JsonValue> members, String name, Map<String, JsonValue> values) {
    if (!values.isEmpty()) {
      members.put(name, new JsonObject(values));
    }
  }

  private static JsonObject object(String first, String value, String second, String other) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put(first, new JsonString(value));
    members.put(second, new JsonString(other));
    return new JsonObject(members);
  }
}
