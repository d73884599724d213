package org.ztclinical.cedar.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;

/** Makes stores of entities that were read, and refuses those that cannot be one. */
final class Stores {
  private Stores() {}

  static Entities build(Map<EntityUid, Entity> entities) throws CedarSyntaxException {
    requireNoCycle(entities);
    return Entities.of(entities.values());
  }

  /** Takes away, one after the other, what nothing left is below; what remains is above a cycle. */
  private static void requireNoCycle(Map<EntityUid, Entity> entities) throws CedarSyntaxException {
    Map<EntityUid, Integer> childrenLeft = new HashMap<>();
    for (Entity entity : entities.values()) {
      entity.parents().forEach(parent -> childrenLeft.merge(parent, 1, Integer::sum));
    }
    Deque<Entity> free = new ArrayDeque<>();
    entities.values().stream().filter(e -> !childrenLeft.containsKey(e.uid())).forEach(free::push);
    Set<EntityUid> gone = new HashSet<>();
    while (!free.isEmpty()) {
      Entity entity = free.pop();
      gone.add(entity.uid());
      for (EntityUid parent : entity.parents()) {
        Entity above = entities.get(parent);
        if (childrenLeft.merge(parent, -1, Integer::sum) == 0 && above != null) {
          free.push(above);
        }
      }
    }
    if (gone.size() < entities.size()) {
      throw cycle(entities, gone);
    }
  }

  private static CedarSyntaxException cycle(Map<EntityUid, Entity> entities, Set<EntityUid> gone) {
    List<EntityUid> order = new ArrayList<>(entities.keySet());
    EntityUid at = order.stream().filter(uid -> !gone.contains(uid)).findFirst().orElseThrow();
    return Place.root()
        .element(order.indexOf(at))
        .member("parents")
        .error(Fault.CYCLE, "the entity, or one that it is in, is among its own ancestors");
  }
}
