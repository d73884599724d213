package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarDatetime;
import org.ztclinical.cedar.value.CedarDecimal;
import org.ztclinical.cedar.value.CedarDuration;
import org.ztclinical.cedar.value.CedarIp;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** Random entities and requests that conform to a schema. Some entities do not exist. */
final class ConformingWorld {
  private static final List<String> IDS = List.of("a", "b", "x");
  private static final List<String> KEYS = List.of("a", "b", "k");

  private final Schema schema;
  private final Random random;

  ConformingWorld(Schema schema, Random random) {
    this.schema = schema;
    this.random = random;
  }

  Entities entities() {
    List<Entity> all = new ArrayList<>();
    for (EntityTypeDefinition type : schema.entityTypes().values()) {
      for (String id : ids(type.name())) {
        if (random.nextInt(4) > 0) {
          all.add(entity(type, EntityUid.of(type.name(), id)));
        }
      }
    }
    for (ActionDefinition action : schema.actions().values()) {
      all.add(Entity.of(action.uid()).withParents(action.memberOf()));
    }
    return Entities.of(all);
  }

  AuthorizationRequest request() {
    List<ActionDefinition> actions =
        schema.actions().values().stream().filter(a -> !a.principals().isEmpty()).toList();
    ActionDefinition action = pick(actions);
    return AuthorizationRequest.of(
        uid(pick(List.copyOf(action.principals()))),
        action.uid(),
        uid(pick(List.copyOf(action.resources()))),
        record(action.context()));
  }

  private Entity entity(EntityTypeDefinition type, EntityUid uid) {
    Set<EntityUid> parents = new HashSet<>();
    for (Name parent : type.memberOf()) {
      for (String id : ids(parent)) {
        // A parent of the same type has a later id, so that there are no cycles.
        boolean later = !parent.equals(type.name()) || id.compareTo(uid.id()) > 0;
        if (later && random.nextBoolean()) {
          parents.add(EntityUid.of(parent, id));
        }
      }
    }
    Map<String, CedarValue> tags = new HashMap<>();
    type.tags().ifPresent(tag -> KEYS.forEach(key -> addTag(tags, key, tag)));
    return new Entity(uid, record(type.attributes()), parents, CedarRecord.of(tags));
  }

  private void addTag(Map<String, CedarValue> tags, String key, SchemaType type) {
    if (random.nextBoolean()) {
      tags.put(key, value(type));
    }
  }

  private CedarRecord record(SchemaType.RecordOf type) {
    Map<String, CedarValue> record = new HashMap<>();
    type.attributes()
        .forEach(
            (name, attribute) -> {
              if (attribute.required() || random.nextBoolean()) {
                record.put(name, value(attribute.type()));
              }
            });
    return CedarRecord.of(record);
  }

  private CedarValue value(SchemaType type) {
    if (type instanceof SchemaType.EntityOf entity) {
      return uid(entity.type());
    }
    if (type instanceof SchemaType.RecordOf record) {
      return record(record);
    }
    if (type instanceof SchemaType.SetOf set) {
      List<CedarValue> elements = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        elements.add(value(set.element()));
      }
      return CedarSet.of(elements);
    }
    return switch (((SchemaType.Primitive) type).kind()) {
      case BOOL -> CedarBool.of(random.nextBoolean());
      case LONG -> CedarLong.of(random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextInt(3));
      case STRING -> CedarString.of(pick(KEYS));
      case DECIMAL -> new CedarDecimal(random.nextInt(3) * 10_000L);
      case IPADDR -> new CedarIp(false, 0, random.nextInt(3), 32);
      case DATETIME -> new CedarDatetime(random.nextInt(3) * 86_400_000L);
      case DURATION -> new CedarDuration(random.nextInt(3) * 3_600_000L);
      case ENTITY, SET, RECORD -> throw new IllegalStateException("not a primitive type");
    };
  }

  private EntityUid uid(Name type) {
    return EntityUid.of(type, pick(ids(type)));
  }

  private List<String> ids(Name type) {
    return schema
        .entityType(type)
        .flatMap(EntityTypeDefinition::enumIds)
        .map(List::copyOf)
        .orElse(IDS);
  }

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
