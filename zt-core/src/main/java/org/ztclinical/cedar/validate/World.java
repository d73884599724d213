package org.ztclinical.cedar.validate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.Field;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.validate.Type.SetOf;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** A schema in the validator's types, converted once. Immutable after construction. */
final class World {
  private static final RecordOf NO_ATTRIBUTES = new RecordOf(Map.of(), false);

  private final Schema schema;
  private final Map<Name, EntityOf> entities = new HashMap<>();
  private final Map<Name, RecordOf> attributes = new HashMap<>();
  private final Map<Name, Type> tags = new HashMap<>();
  private final Map<Name, Set<Name>> actionTypes = new HashMap<>();
  private final Map<EntityUid, RecordOf> contexts = new HashMap<>();
  private final Map<EntityUid, Integer> contextNumbers = new HashMap<>();
  // Common types are shared objects in a resolved schema; they stay shared here.
  private final IdentityHashMap<SchemaType, Type> converted = new IdentityHashMap<>();

  World(Schema schema) {
    this.schema = schema;
    for (EntityTypeDefinition type : schema.entityTypes().values()) {
      entities.put(type.name(), EntityOf.of(type.name()));
      attributes.put(type.name(), record(type.attributes()));
      type.tags().ifPresent(tag -> tags.put(type.name(), convert(tag)));
    }
    TypeNumbers numbers = new TypeNumbers();
    for (ActionDefinition action : schema.actions().values()) {
      RecordOf context = record(action.context());
      contexts.put(action.uid(), context);
      contextNumbers.put(action.uid(), numbers.of(context));
      for (EntityUid group : schema.actionGroups(action.uid())) {
        actionTypes.computeIfAbsent(action.uid().type(), t -> new HashSet<>()).add(group.type());
      }
    }
    converted.clear();
  }

  Schema schema() {
    return schema;
  }

  /** The environment of requests of these types. */
  Environment environment(Name principal, EntityUid action, Name resource) {
    RecordOf context = contexts.getOrDefault(action, NO_ATTRIBUTES);
    return new Environment(entity(principal), action, entity(resource), context);
  }

  private EntityOf entity(Name type) {
    EntityOf known = entities.get(type);
    return known == null ? EntityOf.of(type) : known;
  }

  /** A number that actions share when their contexts are of one type. */
  int contextNumber(EntityUid action) {
    return contextNumbers.getOrDefault(action, -1);
  }

  /** The type of an entity that stands in a policy; nothing is known of one the schema lacks. */
  Type literal(EntityUid uid) {
    boolean known =
        Schema.isActionType(uid.type())
            ? schema.action(uid).isPresent()
            : schema.entityType(uid.type()).isPresent();
    return known ? EntityOf.of(uid.type()) : Basic.FAILED;
  }

  /** The attribute of an entity or a record; null where it is not certain to be declared. */
  @Nullable Field field(Type object, String attribute, Lattice lattice) {
    if (object instanceof RecordOf record) {
      return record.fields().get(attribute);
    }
    Field joined = null;
    for (Name type : ((EntityOf) object).types()) {
      Field field = attributesOf(type).fields().get(attribute);
      if (field == null) {
        return null;
      }
      Type both = joined == null ? field.type() : lattice.join(joined.type(), field.type());
      if (both == null) {
        return null;
      }
      joined = new Field(both, field.required() && (joined == null || joined.required()));
    }
    return joined;
  }

  /** Whether some value of the type may have the attribute. */
  boolean mayHave(Type object, String attribute) {
    if (object instanceof RecordOf record) {
      return record.open() || record.fields().containsKey(attribute);
    }
    return ((EntityOf) object)
        .types().stream().anyMatch(type -> attributesOf(type).fields().containsKey(attribute));
  }

  /** The attributes that entities of the type have; none for actions. */
  RecordOf attributesOf(Name type) {
    return attributes.getOrDefault(type, NO_ATTRIBUTES);
  }

  /** The type of the tags of entities of this type. */
  Optional<Type> tagsOf(Name type) {
    return Optional.ofNullable(tags.get(type));
  }

  /** Whether an entity of one of the first types can be in one of the second. */
  boolean canBeIn(Set<Name> types, Set<Name> groups) {
    for (Name type : types) {
      if (groups.contains(type) || isAnyIn(reachedFrom(type), groups)) {
        return true;
      }
    }
    return false;
  }

  /** What entities of the type can be in; of actions, what those of the type are in. */
  private Set<Name> reachedFrom(Name type) {
    return Schema.isActionType(type)
        ? actionTypes.getOrDefault(type, Set.of())
        : schema.ancestorTypes(type);
  }

  /** Whether the sets have anything in common. */
  static <T> boolean isAnyIn(Set<T> some, Set<T> others) {
    boolean fewer = some.size() <= others.size();
    return (fewer ? some : others).stream().anyMatch((fewer ? others : some)::contains);
  }

  private RecordOf record(SchemaType.RecordOf record) {
    return (RecordOf) convert(record);
  }

  private Type convert(SchemaType type) {
    Type known = converted.get(type);
    if (known != null) {
      return known;
    }
    Type result = convertNew(type);
    converted.put(type, result);
    return result;
  }

  private Type convertNew(SchemaType type) {
    if (type instanceof SchemaType.Primitive primitive) {
      return Basic.of(primitive.kind());
    }
    if (type instanceof SchemaType.EntityOf entity) {
      return EntityOf.of(entity.type());
    }
    if (type instanceof SchemaType.SetOf set) {
      return new SetOf(convert(set.element()));
    }
    Map<String, Field> fields = new TreeMap<>();
    for (Map.Entry<String, SchemaType.Attribute> attribute :
        ((SchemaType.RecordOf) type).attributes().entrySet()) {
      SchemaType.Attribute declared = attribute.getValue();
      fields.put(attribute.getKey(), new Field(convert(declared.type()), declared.required()));
    }
    return new RecordOf(fields, false);
  }
}
