package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/** Reads the scope of a policy. */
final class ScopeReader {
  private final CedarLimits limits;

  ScopeReader(CedarLimits limits) {
    this.limits = limits;
  }

  ScopeConstraint principal(JsonValue json, Place at) throws CedarSyntaxException {
    return constraint(CedarJson.object(json, at), Slot.PRINCIPAL, at);
  }

  ScopeConstraint resource(JsonValue json, Place at) throws CedarSyntaxException {
    return constraint(CedarJson.object(json, at), Slot.RESOURCE, at);
  }

  private static ScopeConstraint constraint(JsonObject json, Slot slot, Place at)
      throws CedarSyntaxException {
    return switch (operator(json, at)) {
      case "All" -> {
        CedarJson.requireOnly(json, Set.of("op"), at);
        yield new ScopeConstraint.Any();
      }
      case "==" -> new ScopeConstraint.Equal(target(json, Set.of("op"), slot, at));
      case "in" -> new ScopeConstraint.In(target(json, Set.of("op"), slot, at));
      case "is" -> is(json, slot, at);
      default -> throw at.member("op").error(Fault.UNKNOWN, "the operator is All, ==, in or is");
    };
  }

  private static ScopeConstraint is(JsonObject json, Slot slot, Place at)
      throws CedarSyntaxException {
    CedarJson.requireOnly(json, Set.of("op", "entity_type", "in"), at);
    Place place = at.member("entity_type");
    JsonValue named = CedarJson.member(json, "entity_type", at);
    Name type = CedarJson.name(CedarJson.string(named, place), place);
    JsonValue in = json.get("in");
    if (in == null) {
      return new ScopeConstraint.Is(type);
    }
    Place inner = at.member("in");
    return new ScopeConstraint.IsIn(
        type, target(CedarJson.object(in, inner), Set.of(), slot, inner));
  }

  private static String operator(JsonObject json, Place at) throws CedarSyntaxException {
    return CedarJson.string(CedarJson.member(json, "op", at), at.member("op"));
  }

  /** The entity or the slot; besides it there are exactly these members. */
  private static ScopeConstraint.Target target(
      JsonObject json, Set<String> others, Slot allowed, Place at) throws CedarSyntaxException {
    boolean open = json.get("slot") != null;
    String name = open ? "slot" : "entity";
    Set<String> known = new HashSet<>(others);
    known.add(name);
    CedarJson.requireOnly(json, known, at);
    JsonValue value = CedarJson.member(json, name, at);
    return open
        ? slot(value, allowed, at.member(name))
        : new ScopeConstraint.Uid(CedarJson.exactUid(value, at.member(name)));
  }

  private static Slot slot(JsonValue json, Slot allowed, Place at) throws CedarSyntaxException {
    if (!CedarJson.string(json, at).equals(allowed.cedarName())) {
      throw at.error(Fault.NOT_ALLOWED, "only the slot " + allowed.cedarName() + " can stand here");
    }
    return allowed;
  }

  ActionConstraint action(JsonValue value, Place at) throws CedarSyntaxException {
    JsonObject json = CedarJson.object(value, at);
    String operator = operator(json, at);
    if (operator.equals("All")) {
      CedarJson.requireOnly(json, Set.of("op"), at);
      return new ActionConstraint.Any();
    }
    boolean list = operator.equals("in") && json.get("entities") != null;
    CedarJson.requireOnly(json, Set.of("op", list ? "entities" : "entity"), at);
    return switch (operator) {
      case "==" -> new ActionConstraint.Equal(entity(json, at));
      case "in" -> new ActionConstraint.In(list ? entities(json, at) : List.of(entity(json, at)));
      default -> throw at.member("op").error(Fault.UNKNOWN, "the operator is All, == or in");
    };
  }

  private static EntityUid entity(JsonObject json, Place at) throws CedarSyntaxException {
    return actionUid(CedarJson.member(json, "entity", at), at.member("entity"));
  }

  private List<EntityUid> entities(JsonObject json, Place at) throws CedarSyntaxException {
    Place place = at.member("entities");
    JsonArray array = CedarJson.array(CedarJson.member(json, "entities", at), place);
    if (array.elements().size() > limits.maxMembers()) {
      throw place.error(Fault.LIMIT, "more than " + limits.maxMembers() + " actions");
    }
    List<EntityUid> uids = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      uids.add(actionUid(element, place.element(uids.size())));
    }
    return uids;
  }

  private static EntityUid actionUid(JsonValue json, Place at) throws CedarSyntaxException {
    EntityUid uid = CedarJson.exactUid(json, at);
    if (!uid.type().basename().equals("Action")) {
      throw at.error(
          Fault.NOT_ALLOWED, "an action is of the type Action, with or without a namespace");
    }
    return uid;
  }
}
