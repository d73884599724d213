package org.ztclinical.cedar.validate;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;

/** Cuts from a store what the policies can read for one request. */
final class EntitySlice {
  /** What is kept of one entity. */
  private static final class Kept {
    private final Set<String> attributes = new HashSet<>();
    private final Set<String> tags = new HashSet<>();
    private boolean allTags;
    private boolean ancestors;

    // An entity can be reached in more ways than can be counted, each tree only from one place.
    private final Set<AccessTree> followed = Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private final Entities all;
  private final Map<EntityUid, Kept> kept = new LinkedHashMap<>();

  EntitySlice(Entities all) {
    this.all = all;
  }

  Entities cut(AuthorizationRequest request, Reads reads) {
    keep(request.principal(), reads.principal());
    keep(request.action(), reads.action());
    keep(request.resource(), reads.resource());
    keep(request.context(), reads.context());
    reads.entities().forEach(this::keep);
    return Entities.of(kept.entrySet().stream().map(e -> part(e.getKey(), e.getValue())).toList());
  }

  /** Follows the tree from the value on; as deep as the tree. */
  private void keep(@Nullable CedarValue value, AccessTree tree) {
    if (tree.isEmpty()) {
      return;
    }
    if (value instanceof CedarRecord record) {
      tree.attributes().forEach((name, next) -> keep(record.get(name), next));
    } else if (value instanceof EntityUid uid) {
      Entity entity = all.get(uid);
      if (entity != null) {
        keep(entity, tree);
      }
    }
  }

  private void keep(Entity entity, AccessTree tree) {
    Kept part = kept.computeIfAbsent(entity.uid(), uid -> new Kept());
    if (!part.followed.add(tree)) {
      return;
    }
    part.attributes.addAll(tree.attributes().keySet());
    part.tags.addAll(tree.tags().keySet());
    part.ancestors |= tree.ancestors();
    tree.attributes().forEach((name, next) -> keep(entity.attributes().get(name), next));
    tree.tags().forEach((key, next) -> keep(entity.tags().get(key), next));
    if (tree.anyTag().isPresent()) {
      part.allTags = true;
      entity.tags().attributes().values().forEach(tag -> keep(tag, tree.anyTag().orElseThrow()));
    }
  }

  private Entity part(EntityUid uid, Kept part) {
    Entity entity = java.util.Objects.requireNonNull(all.get(uid));
    return new Entity(
        uid,
        only(entity.attributes(), part.attributes),
        // Every ancestor as a parent: those in between need not be loaded.
        part.ancestors ? all.ancestors(uid) : Set.of(),
        part.allTags ? entity.tags() : only(entity.tags(), part.tags));
  }

  private static CedarRecord only(CedarRecord record, Set<String> names) {
    Map<String, CedarValue> some = new HashMap<>();
    record
        .attributes()
        .forEach(
            (name, value) -> {
              if (names.contains(name)) {
                some.put(name, value);
              }
            });
    return CedarRecord.of(some);
  }
}
