package org.ztclinical.cedar.schema;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * An action, or a group of actions. Immutable.
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
    memberOf = Collections.unmodifiableSet(new TreeSet<>(memberOf));
    principals = Collections.unmodifiableSet(new TreeSet<>(principals));
    resources = Collections.unmodifiableSet(new TreeSet<>(resources));
    annotations = Map.copyOf(annotations);
  }
}
