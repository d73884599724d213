package org.ztclinical.cedar.validate;

import java.util.Set;
import java.util.stream.Stream;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.validate.Finding.Kind;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/** Whether the schema knows the names in a policy, also those in parts that are never reached. */
final class NameCheck {
  private final Schema schema;
  private final Problems problems;

  NameCheck(World world, Problems problems) {
    this.schema = world.schema();
    this.problems = problems;
  }

  void check(Mentions mentions) {
    mentions.types().forEach(this::type);
    mentions.entities().forEach(this::entity);
  }

  /**
   * The same for a link. An id that its enumerated type does not have is only a warning there: the
   * reference does not look at the ids that links fill in.
   */
  void checkLink(Mentions mentions) {
    mentions.types().forEach(this::type);
    mentions
        .entities()
        .forEach(
            (uid, at) -> {
              if (Schema.isActionType(uid.type())) {
                action(uid, at);
              } else {
                enumId(uid, Kind.NEVER_APPLIES, at);
              }
            });
  }

  private void type(Name type, Span at) {
    if (Schema.isActionType(type) || schema.entityType(type).isPresent()) {
      return;
    }
    Stream<String> known = schema.entityTypes().keySet().stream().map(Name::text);
    problems.report(
        Kind.UNKNOWN_ENTITY_TYPE,
        at,
        "the schema has no entity type "
            + type
            + problems.remedy(type.text(), known, "; declare it, or correct the name"));
  }

  private void entity(EntityUid uid, Span at) {
    if (Schema.isActionType(uid.type())) {
      action(uid, at);
    } else {
      enumId(uid, Kind.UNKNOWN_ENUM_ID, at);
    }
  }

  private void action(EntityUid uid, Span at) {
    if (schema.action(uid).isEmpty()) {
      Stream<String> known = schema.actions().keySet().stream().map(EntityUid::toCedar);
      problems.report(
          Kind.UNKNOWN_ACTION,
          at,
          "the schema has no action "
              + uid.toCedar()
              + problems.remedy(uid.toCedar(), known, "; declare it, or correct the name"));
    }
  }

  private void enumId(EntityUid uid, Kind kind, Span at) {
    Set<String> ids =
        schema
            .entityType(uid.type())
            .flatMap(EntityTypeDefinition::enumIds)
            .orElse(Set.of(uid.id()));
    if (!ids.contains(uid.id())) {
      problems.report(
          kind,
          at,
          uid.toCedar()
              + " is not among the ids of the enumerated type "
              + uid.type()
              + problems.remedy(uid.id(), ids.stream(), "; its ids are in the schema"));
    }
  }
}
