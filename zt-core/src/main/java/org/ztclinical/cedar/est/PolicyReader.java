package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Span;
import org.ztclinical.json.JsonNull;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/** Reads one policy or template. */
final class PolicyReader {
  private static final Set<String> MEMBERS =
      Set.of("effect", "principal", "action", "resource", "conditions", "annotations");
  private static final Set<String> CONDITION = Set.of("kind", "body");

  private final CedarLimits limits;
  private final ScopeReader scopes;
  private final ExpressionReader expressions;

  PolicyReader(CedarLimits limits) {
    this.limits = limits;
    this.scopes = new ScopeReader(limits);
    this.expressions = new ExpressionReader(limits);
  }

  Policy policy(String id, JsonValue json, Place at) throws CedarSyntaxException {
    Parts parts = parts(json, at);
    if (parts.hasSlot()) {
      throw at.error(Fault.NOT_ALLOWED, "a policy with slots is a template, and is linked");
    }
    return new Policy(
        id,
        parts.effect(),
        parts.annotations(),
        parts.principal(),
        parts.action(),
        parts.resource(),
        parts.conditions(),
        Optional.empty(),
        Span.NONE);
  }

  Template template(String id, JsonValue json, Place at) throws CedarSyntaxException {
    Parts parts = parts(json, at);
    if (!parts.hasSlot()) {
      throw at.error(Fault.NOT_ALLOWED, "a template without slots is a static policy");
    }
    return new Template(
        id,
        parts.effect(),
        parts.annotations(),
        parts.principal(),
        parts.action(),
        parts.resource(),
        parts.conditions(),
        Span.NONE);
  }

  /** What a policy and a template have in common. */
  private record Parts(
      Effect effect,
      Map<String, String> annotations,
      ScopeConstraint principal,
      ActionConstraint action,
      ScopeConstraint resource,
      List<Condition> conditions) {
    boolean hasSlot() {
      return principal.target().orElse(null) instanceof Slot
          || resource.target().orElse(null) instanceof Slot;
    }
  }

  private Parts parts(JsonValue value, Place at) throws CedarSyntaxException {
    JsonObject json = CedarJson.object(value, at);
    CedarJson.requireOnly(json, MEMBERS, at);
    return new Parts(
        effect(CedarJson.member(json, "effect", at), at.member("effect")),
        annotations(json.get("annotations"), at.member("annotations")),
        scopes.principal(CedarJson.member(json, "principal", at), at.member("principal")),
        scopes.action(CedarJson.member(json, "action", at), at.member("action")),
        scopes.resource(CedarJson.member(json, "resource", at), at.member("resource")),
        conditions(CedarJson.member(json, "conditions", at), at.member("conditions")));
  }

  private static Effect effect(JsonValue json, Place at) throws CedarSyntaxException {
    String word = CedarJson.string(json, at);
    for (Effect effect : Effect.values()) {
      if (effect.cedarName().equals(word)) {
        return effect;
      }
    }
    throw at.error(Fault.MALFORMED, "an effect is permit or forbid");
  }

  private Map<String, String> annotations(@Nullable JsonValue json, Place at)
      throws CedarSyntaxException {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (json == null) {
      return annotations;
    }
    JsonObject object = CedarJson.object(json, at);
    requireFew(object.members().size(), at);
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      Place place = at.attribute(member.getKey(), annotations.size());
      if (!Lexical.isWord(member.getKey())) {
        throw place.error(Fault.MALFORMED, "the name of an annotation is an identifier");
      }
      // An annotation without a value, as @flag, is null here.
      annotations.put(
          member.getKey(),
          member.getValue() instanceof JsonNull ? "" : CedarJson.string(member.getValue(), place));
    }
    return annotations;
  }

  private List<Condition> conditions(JsonValue json, Place at) throws CedarSyntaxException {
    List<JsonValue> elements = CedarJson.array(json, at).elements();
    requireFew(elements.size(), at);
    List<Condition> conditions = new ArrayList<>(elements.size());
    for (JsonValue element : elements) {
      conditions.add(condition(element, at.element(conditions.size())));
    }
    return conditions;
  }

  private Condition condition(JsonValue value, Place at) throws CedarSyntaxException {
    JsonObject json = CedarJson.object(value, at);
    CedarJson.requireOnly(json, CONDITION, at);
    String word = CedarJson.string(CedarJson.member(json, "kind", at), at.member("kind"));
    for (Condition.Kind kind : Condition.Kind.values()) {
      if (kind.cedarName().equals(word)) {
        JsonValue body = CedarJson.member(json, "body", at);
        return new Condition(kind, expressions.read(body, at.member("body")), Span.NONE);
      }
    }
    throw at.member("kind").error(Fault.MALFORMED, "a condition is when or unless");
  }

  private void requireFew(int members, Place at) throws CedarSyntaxException {
    if (members > limits.maxMembers()) {
      throw at.error(Fault.LIMIT, "more than " + limits.maxMembers() + " members");
    }
  }
}
