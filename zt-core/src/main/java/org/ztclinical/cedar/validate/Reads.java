package org.ztclinical.cedar.validate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.ztclinical.cedar.value.EntityUid;

/**
 * What policies can read in requests of one kind, from each place where reading begins. Immutable.
 *
 * @param principal from the principal on
 * @param action from the action on
 * @param resource from the resource on
 * @param context from the context on
 * @param entities from entities on that stand in the policies
 */
public record Reads(
    AccessTree principal,
    AccessTree action,
    AccessTree resource,
    AccessTree context,
    Map<EntityUid, AccessTree> entities) {
  private static final Reads NOTHING =
      new Reads(
          AccessTree.empty(), AccessTree.empty(), AccessTree.empty(), AccessTree.empty(), Map.of());

  public Reads {
    entities = Collections.unmodifiableMap(new TreeMap<>(entities));
  }

  /** Reads nothing beyond the request itself. */
  public static Reads nothing() {
    return NOTHING;
  }

  /** What this or the other reads. */
  public Reads and(Reads other) {
    Map<EntityUid, AccessTree> both = new TreeMap<>(entities);
    other.entities.forEach((uid, tree) -> both.merge(uid, tree, AccessTree::and));
    return new Reads(
        principal.and(other.principal),
        action.and(other.action),
        resource.and(other.resource),
        context.and(other.context),
        both);
  }
}
