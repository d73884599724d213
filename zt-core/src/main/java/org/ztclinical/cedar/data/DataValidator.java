package org.ztclinical.cedar.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * Says whether entities and requests fit a schema, as Cedar 4.5 validates them. What fits is all
 * that a validated policy was validated for: with other data it may fail. Immutable and safe for
 * use by many threads.
 *
 * <p>The answer is a list of the first hundred mismatches; an empty list means that everything
 * fits. Nothing is thrown for data that does not fit, however deep or wrong it is.
 */
public final class DataValidator {
  private final Schema schema;

  private DataValidator(Schema schema) {
    this.schema = Objects.requireNonNull(schema, "schema");
  }

  /** A validator for this schema. */
  public static DataValidator of(Schema schema) {
    return new DataValidator(schema);
  }

  /**
   * Whether every entity of the store is declared, has the attributes, tags and parents it may
   * have, and every action is as the schema has it. The place counts entities as {@link
   * Entities#all} gives them. No entity has to be there, but where policies ask for groups of
   * actions, validated ones too, all actions must be: see {@link #withActions}.
   */
  public List<Mismatch> validateEntities(Entities entities) {
    Mismatches mismatches = new Mismatches();
    EntityCheck check = new EntityCheck(schema, mismatches);
    int index = 0;
    for (Entity entity : entities.all()) {
      Place at = Place.root().element(index++);
      check.entity(entity, entities.ancestors(entity.uid()), at);
    }
    return mismatches.all();
  }

  /**
   * The store with all actions and action groups of the schema, which {@link EntitiesJson} adds by
   * itself where it is given the schema. Without them no action is in any group, and a policy that
   * was validated by what the schema says of groups can err.
   */
  public Entities withActions(Entities entities) {
    List<Entity> missing = new ArrayList<>();
    for (ActionDefinition action : schema.actions().values()) {
      if (entities.get(action.uid()) == null) {
        missing.add(Entity.of(action.uid()).withParents(action.memberOf()));
      }
    }
    return missing.isEmpty() ? entities : entities.and(missing);
  }

  /** Whether the action applies to such a principal and resource, in such a context. */
  public List<Mismatch> validateRequest(AuthorizationRequest request) {
    return validateRequest(
        request.principal(), request.action(), request.resource(), request.context());
  }

  /** Whether the action applies to such a principal and resource, in such a context. */
  public List<Mismatch> validateRequest(
      EntityUid principal, EntityUid action, EntityUid resource, CedarRecord context) {
    Mismatches mismatches = new Mismatches();
    ActionDefinition definition = schema.action(action).orElse(null);
    if (definition == null) {
      mismatches.add(Place.root().member("action"), "the schema has no such action");
      return mismatches.all();
    }
    TypeCheck types = new TypeCheck(schema, mismatches);
    Place at = Place.root().member("principal");
    participant(principal, definition.principals(), at, types, mismatches);
    at = Place.root().member("resource");
    participant(resource, definition.resources(), at, types, mismatches);
    types.record(context, definition.context(), Place.root().member("context"));
    return mismatches.all();
  }

  private void participant(
      EntityUid uid, Set<Name> allowed, Place at, TypeCheck types, Mismatches mismatches) {
    if (allowed.contains(uid.type())) {
      types.id(uid, at);
    } else if (schema.entityType(uid.type()).isPresent()) {
      mismatches.add(at, "the action does not apply to the type " + uid.type());
    } else {
      mismatches.add(at, "the schema has no entity type " + uid.type());
    }
  }
}
