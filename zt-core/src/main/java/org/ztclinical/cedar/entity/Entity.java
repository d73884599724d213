package org.ztclinical.cedar.entity;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;

/**
 * An entity: what it is, what is known of it, what it belongs to. Immutable. It may describe a
 * patient: {@code toString} shows its type only.
 *
 * @param uid its unique id
 * @param attributes what {@code entity.attribute} reads
 * @param parents the groups it is directly in; they need not exist as entities
 * @param tags what {@code entity.getTag("key")} reads; a name space of its own
 */
public record Entity(
    EntityUid uid, CedarRecord attributes, Set<EntityUid> parents, CedarRecord tags) {
  public Entity {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(tags, "tags");
    parents = Collections.unmodifiableSet(new LinkedHashSet<>(parents));
  }

  /** An entity of which nothing is known but that it exists. */
  public static Entity of(EntityUid uid) {
    return new Entity(uid, CedarRecord.empty(), Set.of(), CedarRecord.empty());
  }

  /** An entity with attributes and parents, without tags. */
  public static Entity of(EntityUid uid, CedarRecord attributes, Set<EntityUid> parents) {
    return new Entity(uid, attributes, parents, CedarRecord.empty());
  }

  /** A copy with these attributes. */
  public Entity withAttributes(CedarRecord changed) {
    return new Entity(uid, changed, parents, tags);
  }

  /** A copy with these parents. */
  public Entity withParents(Set<EntityUid> changed) {
    return new Entity(uid, attributes, changed, tags);
  }

  /** A copy with these tags. */
  public Entity withTags(Map<String, ? extends org.ztclinical.cedar.value.CedarValue> changed) {
    return new Entity(uid, attributes, parents, CedarRecord.of(changed));
  }

  @Override
  public String toString() {
    return "entity " + uid;
  }
}
