package org.ztclinical.cedar.data;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/** Reads one entity, with a schema or without. */
final class EntityReader {
  private static final Set<String> MEMBERS = Set.of("uid", "attrs", "parents", "tags");

  private final ValueReader values;
  private final Optional<Schema> schema;
  private final Optional<TypedReader> typed;

  EntityReader(Optional<Schema> schema, CedarLimits limits) {
    this.values = new ValueReader(limits);
    this.schema = schema;
    this.typed = schema.map(given -> new TypedReader(given, limits));
  }

  Entity read(JsonValue value, Place at) throws CedarSyntaxException {
    JsonObject json = CedarJson.object(value, at);
    CedarJson.requireOnly(json, MEMBERS, at);
    EntityUid uid = CedarJson.uid(CedarJson.member(json, "uid", at), at.member("uid"));
    Optional<EntityTypeDefinition> type = declared(uid, at);
    return new Entity(
        uid, attributes(json, type, at), parents(uid, json, at), tags(json, type, at));
  }

  /** The type as declared; empty without a schema, and for actions, which have no attributes. */
  private Optional<EntityTypeDefinition> declared(EntityUid uid, Place at)
      throws CedarSyntaxException {
    if (schema.isEmpty() || Schema.isActionType(uid.type())) {
      return Optional.empty();
    }
    Optional<EntityTypeDefinition> type = schema.get().entityType(uid.type());
    if (type.isEmpty()) {
      throw at.member("uid")
          .error(Fault.NOT_IN_SCHEMA, "the schema has no entity type " + uid.type());
    }
    return type;
  }

  private CedarRecord attributes(JsonObject json, Optional<EntityTypeDefinition> type, Place entity)
      throws CedarSyntaxException {
    JsonValue attributes = CedarJson.member(json, "attrs", entity);
    Place at = entity.member("attrs");
    return type.isPresent() && typed.isPresent()
        ? typed.get().record(attributes, type.get().attributes(), at, 0)
        : values.record(CedarJson.object(attributes, at), at, 0);
  }

  private CedarRecord tags(JsonObject json, Optional<EntityTypeDefinition> type, Place entity)
      throws CedarSyntaxException {
    JsonValue tags = json.get("tags");
    if (tags == null) {
      return CedarRecord.empty();
    }
    Place at = entity.member("tags");
    Optional<SchemaType> tagType = type.flatMap(EntityTypeDefinition::tags);
    // Tags of a type that has none are read all the same, and refused by the check that follows.
    return tagType.isPresent() && typed.isPresent()
        ? typed.get().allOf(tags, tagType.get(), at)
        : values.record(CedarJson.object(tags, at), at, 0);
  }

  private Set<EntityUid> parents(EntityUid uid, JsonObject json, Place entity)
      throws CedarSyntaxException {
    Place at = entity.member("parents");
    JsonArray array = CedarJson.array(CedarJson.member(json, "parents", entity), at);
    values.requireFew(array.elements().size(), at);
    Set<EntityUid> parents = new LinkedHashSet<>();
    int index = 0;
    for (JsonValue element : array.elements()) {
      Place place = at.element(index++);
      EntityUid parent = CedarJson.uid(element, place);
      if (Schema.isActionType(uid.type()) && !Schema.isActionType(parent.type())) {
        throw place.error(Fault.NOT_ALLOWED, "an action can be in actions only");
      }
      parents.add(parent);
    }
    return parents;
  }
}
