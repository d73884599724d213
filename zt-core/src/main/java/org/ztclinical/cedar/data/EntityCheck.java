package org.ztclinical.cedar.data;

import java.util.Map;
import java.util.Set;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** Says whether entities are as a schema declares them. */
final class EntityCheck {
  private final Schema schema;
  private final Mismatches mismatches;
  private final TypeCheck types;

  EntityCheck(Schema schema, Mismatches mismatches) {
    this.schema = schema;
    this.mismatches = mismatches;
    this.types = new TypeCheck(schema, mismatches);
  }

  /**
   * Checks one entity.
   *
   * @param ancestors what it is in, directly or not; only asked of actions
   */
  void entity(Entity entity, Set<EntityUid> ancestors, Place at) {
    if (Schema.isActionType(entity.uid().type())) {
      action(entity, ancestors, at);
      return;
    }
    EntityTypeDefinition type = schema.entityType(entity.uid().type()).orElse(null);
    if (type == null) {
      mismatches.add(at.member("uid"), "the schema has no entity type " + entity.uid().type());
      return;
    }
    types.id(entity.uid(), at.member("uid"));
    types.record(entity.attributes(), type.attributes(), at.member("attrs"));
    tags(entity, type, at.member("tags"));
    parents(entity, at.member("parents"));
  }

  private void tags(Entity entity, EntityTypeDefinition type, Place at) {
    int position = 0;
    for (Map.Entry<String, CedarValue> tag : entity.tags().attributes().entrySet()) {
      Place place = at.attribute(tag.getKey(), position++);
      type.tags()
          .ifPresentOrElse(
              tagType -> types.value(tag.getValue(), tagType, place),
              () -> mismatches.add(place, "entities of type " + type.name() + " have no tags"));
    }
  }

  private void parents(Entity entity, Place at) {
    // A parent may also be of a type that is reached through other types (memberOf of memberOf).
    Set<Name> allowed = schema.ancestorTypes(entity.uid().type());
    int position = 0;
    for (EntityUid parent : entity.parents()) {
      Place place = at.element(position++);
      if (allowed.contains(parent.type())) {
        types.id(parent, place);
      } else {
        mismatches.add(
            place,
            "an entity of type "
                + entity.uid().type()
                + " cannot be in one of type "
                + parent.type());
      }
    }
  }

  private void action(Entity action, Set<EntityUid> ancestors, Place at) {
    if (schema.action(action.uid()).isEmpty()) {
      mismatches.add(at.member("uid"), "the schema has no such action");
      return;
    }
    boolean same =
        action.attributes().attributes().isEmpty()
            && action.tags().attributes().isEmpty()
            && ancestors.equals(schema.actionGroups(action.uid()));
    if (!same) {
      mismatches.add(at, "the action differs from the schema's; leave it out, it is added");
    }
  }
}
