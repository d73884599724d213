package org.ztclinical.cedar.eval;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** The principal, action or resource of a request, in the terms of a {@link ScopeIndex}. */
final class Party {
  private static final EntityUid[] NONE = {};

  private final EntityUid uid;
  private final @Nullable EntityUid key;
  private final Set<EntityUid> ancestors;
  private final EntityUid[] groups;
  private int groupCount;

  Party(EntityUid uid, Entities entities, ScopeIndex index) {
    this.uid = uid;
    this.key = index.key(uid);
    this.ancestors = entities.ancestors(uid);
    this.groups = key == null && ancestors.isEmpty() ? NONE : new EntityUid[1 + ancestors.size()];
    addGroup(key);
    if (!ancestors.isEmpty()) {
      for (EntityUid ancestor : ancestors) {
        addGroup(index.key(ancestor));
      }
    }
  }

  private void addGroup(@Nullable EntityUid group) {
    if (group != null) {
      groups[groupCount++] = group;
    }
  }

  /** The entity type. */
  Name type() {
    return uid.type();
  }

  /** The entity as a key of the index; null when no scope names it. */
  @Nullable EntityUid key() {
    return key;
  }

  /** How many of the entities it is in, itself among them, are named by some scope. */
  int groupCount() {
    return groupCount;
  }

  /** One of these, as a key of the index. */
  EntityUid group(int number) {
    return groups[number];
  }

  /** Whether it is in this group, or is it. */
  boolean isIn(EntityUid group) {
    return group.equals(uid) || ancestors.contains(group);
  }
}
