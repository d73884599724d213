package org.ztclinical.cedar.data;

import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.ValueKind;

/**
 * Says whether values are of the types of a schema. Goes as deep as the type is nested, not as deep
 * as the value.
 */
final class TypeCheck {
  private final Schema schema;
  private final Mismatches mismatches;

  TypeCheck(Schema schema, Mismatches mismatches) {
    this.schema = schema;
    this.mismatches = mismatches;
  }

  void value(CedarValue value, SchemaType type, Place at) {
    if (type instanceof SchemaType.RecordOf recordType) {
      if (value instanceof CedarRecord record) {
        record(record, recordType, at);
      } else {
        unexpected(ValueKind.RECORD.cedarName(), value, at);
      }
    } else if (type instanceof SchemaType.SetOf setType) {
      set(value, setType, at);
    } else if (type instanceof SchemaType.EntityOf entityType) {
      entity(value, entityType, at);
    } else if (type instanceof SchemaType.Primitive primitive && value.kind() != primitive.kind()) {
      unexpected(primitive.kind().cedarName(), value, at);
    }
  }

  /** Whether the record has all required attributes, no others than declared, each of its type. */
  void record(CedarRecord record, SchemaType.RecordOf type, Place at) {
    int position = 0;
    for (Map.Entry<String, CedarValue> attribute : record.attributes().entrySet()) {
      Place place = at.attribute(attribute.getKey(), position++);
      SchemaType.Attribute declared = type.attributes().get(attribute.getKey());
      if (declared == null) {
        mismatches.add(place, "the schema has no such attribute here");
      } else {
        value(attribute.getValue(), declared.type(), place);
      }
    }
    type.attributes()
        .forEach(
            (name, declared) -> {
              if (declared.required() && !record.has(name)) {
                mismatches.add(at, "the required attribute " + name + " is missing");
              }
            });
  }

  private void set(CedarValue value, SchemaType.SetOf type, Place at) {
    if (!(value instanceof CedarSet set)) {
      unexpected(ValueKind.SET.cedarName(), value, at);
      return;
    }
    int position = 0;
    for (CedarValue element : set) {
      value(element, type.element(), at.element(position++));
    }
  }

  private void entity(CedarValue value, SchemaType.EntityOf type, Place at) {
    if (!(value instanceof EntityUid uid) || !uid.type().equals(type.type())) {
      unexpected("an entity of type " + type.type(), value, at);
    } else {
      id(uid, at);
    }
  }

  /** Whether the id is one of those that an enumerated type has. */
  void id(EntityUid uid, Place at) {
    Optional<EntityTypeDefinition> definition = schema.entityType(uid.type());
    boolean unknown =
        definition
            .flatMap(EntityTypeDefinition::enumIds)
            .filter(ids -> !ids.contains(uid.id()))
            .isPresent();
    if (unknown) {
      mismatches.add(at, "the enumerated type " + uid.type() + " has no such id");
    }
  }

  private void unexpected(String expected, CedarValue value, Place at) {
    mismatches.add(at, "expected " + expected + ", found " + found(value));
  }

  static String found(CedarValue value) {
    return value instanceof EntityUid uid
        ? "an entity of type " + uid.type()
        : value.kind().cedarName();
  }
}
