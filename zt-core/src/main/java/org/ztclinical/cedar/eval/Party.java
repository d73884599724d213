package org.ztclinical.cedar.eval;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * The principal, action or resource of a request, in the terms of a {@link ScopeIndex}: only what
 * some scope names, as the index's own objects, and nothing else of the entity. Equal parties
 * satisfy the same constraints.
 */
final class Party {
  /** Up to so many groups are looked through; more are looked up. */
  private static final int FEW = 16;

  private static final EntityUid[] NONE = {};

  private final @Nullable Name type;
  private final @Nullable EntityUid key;
  private final EntityUid[] groups;
  private final @Nullable Set<EntityUid> many;
  private final int hash;
  private int groupCount;

  Party(EntityUid uid, Entities entities, ScopeIndex index) {
    Set<EntityUid> ancestors = entities.ancestors(uid);
    type = index.type(uid.type());
    key = index.key(uid);
    groups = key == null && ancestors.isEmpty() ? NONE : new EntityUid[1 + ancestors.size()];
    addGroup(key);
    if (!ancestors.isEmpty()) {
      for (EntityUid ancestor : ancestors) {
        addGroup(index.key(ancestor));
      }
    }
    many = groupCount > FEW ? new HashSet<>(Arrays.asList(groups).subList(0, groupCount)) : null;
    hash = hash();
  }

  private void addGroup(@Nullable EntityUid group) {
    if (group != null) {
      groups[groupCount++] = group;
    }
  }

  private int hash() {
    int mixed = type == null ? 0 : type.hashCode();
    for (int i = 0; i < groupCount; i++) {
      mixed = 31 * mixed + groups[i].hashCode();
    }
    return mixed;
  }

  /** The entity type; null when no scope names it. */
  @Nullable Name type() {
    return type;
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

  /** How many there could have been. */
  int room() {
    return groups.length;
  }

  /** Whether this key of the index is one of these. */
  boolean isIn(EntityUid group) {
    if (many != null) {
      return many.contains(group);
    }
    for (int i = 0; i < groupCount; i++) {
      if (groups[i].equals(group)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Party that && hash == that.hash && isSame(that);
  }

  /** All are the index's own objects, so that comparing one is mostly a glance. */
  private boolean isSame(Party that) {
    if (groupCount != that.groupCount
        || !Objects.equals(type, that.type)
        || !Objects.equals(key, that.key)) {
      return false;
    }
    for (int i = 0; i < groupCount; i++) {
      if (!groups[i].equals(that.groups[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
