package org.ztclinical.cedar.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;

/** Makes stores of entities that were read, in the order read, and refuses those that are none. */
final class Stores {
  private Stores() {}

  static Entities of(List<Entity> entities) throws CedarSyntaxException {
    requireNoCycle(entities);
    return Entities.of(entities);
  }

  /** Takes away, one after the other, what nothing left is below; what remains is above a cycle. */
  static void requireNoCycle(List<Entity> entities) throws CedarSyntaxException {
    Map<EntityUid, Entity> byUid = new LinkedHashMap<>();
    entities.forEach(entity -> byUid.put(entity.uid(), entity));
    Map<EntityUid, Integer> childrenLeft = new HashMap<>();
    for (Entity entity : byUid.values()) {
      entity.parents().forEach(parent -> childrenLeft.merge(parent, 1, Integer::sum));
    }
    Deque<Entity> free = new ArrayDeque<>();
    byUid.values().stream().filter(e -> !childrenLeft.containsKey(e.uid())).forEach(free::push);
    Set<EntityUid> gone = new HashSet<>();
    while (!free.isEmpty()) {
      Entity entity = free.pop();
      gone.add(entity.uid());
      for (EntityUid parent : entity.parents()) {
        Entity above = byUid.get(parent);
        if (childrenLeft.merge(parent, -1, Integer::sum) == 0 && above != null) {
          free.push(above);
        }
      }
    }
    for (int i = 0; i < entities.size(); i++) {
      if (!gone.contains(entities.get(i).uid())) {
        throw Place.root()
            .element(i)
            .member("parents")
            .error(Fault.CYCLE, "the entity, or one that is in it, is among its own ancestors");
      }
    }
  }

  static void requireInSchema(List<Entity> entities, Schema schema) throws CedarSyntaxException {
    // What an action is in is asked among the actions given, before the schema's are added.
    List<Entity> actions = entities.stream().filter(Stores::isAction).toList();
    Entities given = Entities.of(actions);
    Mismatches mismatches = new Mismatches();
    EntityCheck check = new EntityCheck(schema, mismatches);
    for (int i = 0; i < entities.size(); i++) {
      Entity entity = entities.get(i);
      check.entity(entity, given.ancestors(entity.uid()), Place.root().element(i));
      mismatches.requireNone();
    }
  }

  static Entities withActions(List<Entity> entities, Schema schema) {
    Set<EntityUid> given = new HashSet<>();
    entities.stream().filter(Stores::isAction).forEach(action -> given.add(action.uid()));
    List<Entity> all = new ArrayList<>(entities);
    for (ActionDefinition action : schema.actions().values()) {
      if (!given.contains(action.uid())) {
        all.add(Entity.of(action.uid(), CedarRecord.empty(), action.memberOf()));
      }
    }
    return Entities.of(all);
  }

  private static boolean isAction(Entity entity) {
    return Schema.isActionType(entity.uid().type());
  }
}
