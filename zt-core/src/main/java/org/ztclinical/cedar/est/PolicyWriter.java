package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.ast.TemplateLink;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/** Turns policies, templates and policy sets into JSON. */
final class PolicyWriter {
  private PolicyWriter() {}

  static JsonObject policySet(PolicySet policies) {
    Map<String, JsonValue> templates = new LinkedHashMap<>();
    policies.templates().forEach(template -> templates.put(template.id(), template(template)));
    Map<String, JsonValue> statics = new LinkedHashMap<>();
    policies.staticPolicies().forEach(policy -> statics.put(policy.id(), policy(policy)));
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("templates", new JsonObject(templates));
    members.put("staticPolicies", new JsonObject(statics));
    members.put(
        "templateLinks",
        new JsonArray(policies.links().stream().<JsonValue>map(PolicyWriter::link).toList()));
    return new JsonObject(members);
  }

  private static JsonObject link(TemplateLink link) {
    Map<String, JsonValue> values = new LinkedHashMap<>();
    for (Slot slot : Slot.values()) {
      EntityUid uid = link.values().get(slot);
      if (uid != null) {
        values.put(slot.cedarName(), typeAndId(uid));
      }
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("templateId", new JsonString(link.templateId()));
    members.put("newId", new JsonString(link.newId()));
    members.put("values", new JsonObject(values));
    return new JsonObject(members);
  }

  static JsonObject policy(Policy policy) {
    return parts(
        policy.effect(),
        policy.annotations(),
        constraint(policy.principal()),
        action(policy.action()),
        constraint(policy.resource()),
        policy.conditions());
  }

  static JsonObject template(Template template) {
    return parts(
        template.effect(),
        template.annotations(),
        constraint(template.principal()),
        action(template.action()),
        constraint(template.resource()),
        template.conditions());
  }

  private static JsonObject parts(
      Effect effect,
      Map<String, String> annotations,
      JsonObject principal,
      JsonObject action,
      JsonObject resource,
      List<Condition> conditions) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("effect", new JsonString(effect.cedarName()));
    members.put("principal", principal);
    members.put("action", action);
    members.put("resource", resource);
    members.put(
        "conditions",
        new JsonArray(conditions.stream().<JsonValue>map(PolicyWriter::condition).toList()));
    if (!annotations.isEmpty()) {
      Map<String, JsonValue> values = new LinkedHashMap<>();
      annotations.forEach((name, value) -> values.put(name, new JsonString(value)));
      members.put("annotations", new JsonObject(values));
    }
    return new JsonObject(members);
  }

  private static JsonObject condition(Condition condition) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("kind", new JsonString(condition.kind().cedarName()));
    members.put("body", ExpressionWriter.write(condition.body()));
    return new JsonObject(members);
  }

  private static JsonObject constraint(ScopeConstraint constraint) {
    if (constraint instanceof ScopeConstraint.Equal equal) {
      return target(operator("=="), equal.entity());
    }
    if (constraint instanceof ScopeConstraint.In in) {
      return target(operator("in"), in.entity());
    }
    if (constraint instanceof ScopeConstraint.Is is) {
      return operator("is").with("entity_type", new JsonString(is.type().text()));
    }
    if (constraint instanceof ScopeConstraint.IsIn isIn) {
      return operator("is")
          .with("entity_type", new JsonString(isIn.type().text()))
          .with("in", target(new JsonObject(Map.of()), isIn.entity()));
    }
    return operator("All");
  }

  private static JsonObject target(JsonObject scope, ScopeConstraint.Target target) {
    if (target instanceof ScopeConstraint.Uid entity) {
      return scope.with("entity", typeAndId(entity.uid()));
    }
    return scope.with("slot", new JsonString(((Slot) target).cedarName()));
  }

  private static JsonObject action(ActionConstraint constraint) {
    if (constraint instanceof ActionConstraint.Equal equal) {
      return operator("==").with("entity", typeAndId(equal.uid()));
    }
    if (constraint instanceof ActionConstraint.In in) {
      List<JsonValue> uids = new ArrayList<>();
      in.uids().forEach(uid -> uids.add(typeAndId(uid)));
      return uids.size() == 1
          ? operator("in").with("entity", uids.get(0))
          : operator("in").with("entities", new JsonArray(uids));
    }
    return operator("All");
  }

  private static JsonObject operator(String name) {
    return new JsonObject(Map.of("op", new JsonString(name)));
  }

  static JsonObject typeAndId(EntityUid uid) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("type", new JsonString(uid.type().text()));
    members.put("id", new JsonString(uid.id()));
    return new JsonObject(members);
  }
}
