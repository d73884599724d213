package org.ztclinical.cedar.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;

/**
 * An action, or a group of actions. Immutable. One that lacks principals or resources can be in no
 * request: it then has neither, and an empty context.
 *
 * @param uid its entity uid: {@code Namespace::Action::"read"}
 * @param memberOf the groups it is directly in
 * @param principals types that can do it; empty when it applies to nothing (a group)
 * @param resources types it can be done on; empty when it applies to nothing
 * @param context what a request for it carries
 * @param annotations as written
 */
public record ActionDefinition(
    EntityUid uid,
    Set<EntityUid> memberOf,
    Set<Name> principals,
    Set<Name> resources,
    SchemaType.RecordOf context,
    Map<String, String> annotations) {
  public ActionDefinition {
    boolean applies = !principals.isEmpty() && !resources.isEmpty();
    memberOf = sorted(memberOf);
    principals = applies ? sorted(principals) : Set.of();
    resources = applies ? sorted(resources) : Set.of();
    context = applies ? context : SchemaType.RecordOf.empty();
    annotations = Map.copyOf(Lexical.requireAnnotations(annotations));
  }

  private static <T extends Comparable<T>> Set<T> sorted(Collection<T> members) {
    return members.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(members));
  }
}
