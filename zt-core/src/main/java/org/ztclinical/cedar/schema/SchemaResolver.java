package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ztclinical.cedar.schema.Declarations.ActionDeclaration;
import org.ztclinical.cedar.schema.Declarations.ActionReference;
import org.ztclinical.cedar.schema.Declarations.Declared;
import org.ztclinical.cedar.schema.Declarations.EntityDeclaration;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * Makes a schema of what was declared: every name found, no circle among common types or actions,
 * every shape and context a record. For one thread.
 */
final class SchemaResolver {
  /** How many pairs of types and parents, or of actions and what they concern, one schema has. */
  static final int MAX_RELATIONS = 1_000_000;

  private final Declarations declarations;
  private final DeclaredNames names;
  private final TypeResolver types;
  private final List<EntityTypeDefinition> entityTypes = new ArrayList<>();
  private final List<ActionDefinition> actions = new ArrayList<>();
  private long relations;

  private SchemaResolver(Declarations declarations, DeclaredNames names, TypeResolver types) {
    this.declarations = declarations;
    this.names = names;
    this.types = types;
  }

  /** The schema that was declared. */
  static Schema resolve(Declarations declarations, CedarLimits limits) throws CedarSyntaxException {
    DeclaredNames names = DeclaredNames.of(declarations);
    TypeResolver types = TypeResolver.of(names, limits);
    return new SchemaResolver(declarations, names, types).resolve();
  }

  private Schema resolve() throws CedarSyntaxException {
    for (EntityDeclaration entity : declarations.entities()) {
      addEntityTypes(entity);
    }
    for (ActionDeclaration action : declarations.actions()) {
      addActions(action);
    }
    refuseActionCircles();
    return Schema.ofChecked(entityTypes, actions, types.commonTypes(), MAX_RELATIONS)
        .orElseThrow(() -> tooMany(firstPlace()));
  }

  private void addEntityTypes(EntityDeclaration entity) throws CedarSyntaxException {
    Place at = entity.names().get(0).at();
    Set<Name> memberOf = entityTypes(entity.memberOf(), entity.namespace());
    count(at, entity.names(), memberOf);
    SchemaType.RecordOf shape = shape(entity);
    Optional<SchemaType> tags = Optional.empty();
    if (entity.tags().isPresent()) {
      tags = Optional.of(types.type(entity.tags().get(), entity.namespace()));
    }
    for (Declared<Name> name : entity.names()) {
      entityTypes.add(
          new EntityTypeDefinition(
              name.name(),
              shape,
              tags,
              memberOf,
              entity.enumIds().map(LinkedHashSet::new),
              entity.annotations()));
    }
  }

  private SchemaType.RecordOf shape(EntityDeclaration entity) throws CedarSyntaxException {
    return entity.shape().isEmpty()
        ? SchemaType.RecordOf.empty()
        : record(
            entity.shape().get(),
            entity.namespace(),
            "the shape of `" + Place.shown(entity.names().get(0).name()) + "`");
  }

  private void addActions(ActionDeclaration action) throws CedarSyntaxException {
    Place at = action.uids().get(0).at();
    Set<EntityUid> groups = new TreeSet<>();
    for (ActionReference reference : action.memberOf()) {
      groups.add(names.action(reference, action.namespace()));
    }
    Set<Name> principals = entityTypes(action.principals(), action.namespace());
    Set<Name> resources = entityTypes(action.resources(), action.namespace());
    SchemaType.RecordOf context = context(action);
    count(at, action.uids(), groups);
    count(at, action.uids(), principals);
    count(at, action.uids(), resources);
    for (Declared<EntityUid> uid : action.uids()) {
      actions.add(
          new ActionDefinition(
              uid.name(), groups, principals, resources, context, action.annotations()));
    }
  }

  private SchemaType.RecordOf context(ActionDeclaration action) throws CedarSyntaxException {
    return action.context().isEmpty()
        ? SchemaType.RecordOf.empty()
        : record(
            action.context().get(),
            action.namespace(),
            "the context of `" + Place.shown(action.uids().get(0).name().toCedar()) + "`");
  }

  private SchemaType.RecordOf record(TypeSyntax type, String namespace, String what)
      throws CedarSyntaxException {
    if (types.type(type, namespace) instanceof SchemaType.RecordOf record) {
      return record;
    }
    throw type.at()
        .error(Fault.NOT_ALLOWED, what + " must be a record, or a common type that is one");
  }

  private Set<Name> entityTypes(List<TypeSyntax.Named> written, String namespace)
      throws CedarSyntaxException {
    Set<Name> meant = new TreeSet<>();
    for (TypeSyntax.Named named : written) {
      meant.add(types.entityType(named, namespace));
    }
    return meant;
  }

  /** Short text can mean much: n names in one declaration that lists m others. */
  private void count(Place at, Collection<?> declared, Collection<?> related)
      throws CedarSyntaxException {
    relations += (long) declared.size() * related.size();
    if (relations > MAX_RELATIONS) {
      throw tooMany(at);
    }
  }

  private static CedarSyntaxException tooMany(Place at) {
    return at.error(
        Fault.LIMIT,
        "the schema relates more than %d pairs of types and actions".formatted(MAX_RELATIONS));
  }

  private Place firstPlace() {
    return declarations.entities().isEmpty()
        ? declarations.actions().get(0).uids().get(0).at()
        : declarations.entities().get(0).names().get(0).at();
  }

  private void refuseActionCircles() throws CedarSyntaxException {
    Map<EntityUid, Set<EntityUid>> groups = new HashMap<>();
    actions.forEach(action -> groups.put(action.uid(), action.memberOf()));
    Optional<List<EntityUid>> circle =
        DependencyOrder.of(
                actions.stream().map(ActionDefinition::uid).toList(),
                uid -> groups.getOrDefault(uid, Set.of()))
            .circle();
    if (circle.isPresent()) {
      List<String> shown = circle.get().stream().map(EntityUid::toCedar).toList();
      throw placeOf(circle.get().get(0))
          .error(Fault.CYCLE, "an action cannot be in itself: " + arrows(shown));
    }
  }

  private Place placeOf(EntityUid uid) {
    return declarations.actions().stream()
        .flatMap(action -> action.uids().stream())
        .filter(declared -> declared.name().equals(uid))
        .findFirst()
        .orElseThrow()
        .at();
  }

  /** A circle for people; a long one is cut. */
  static String arrows(List<?> circle) {
    String shown = circle.stream().limit(8).map(Place::shown).collect(Collectors.joining(" → "));
    return circle.size() > 8 ? shown + " → …" : shown;
  }
}
