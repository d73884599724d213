package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.ast.TemplateLink;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/** Reads one policy set; holds which ids are taken. One document's. */
final class PolicySetReader {
  private static final Set<String> MEMBERS = Set.of("staticPolicies", "templates", "templateLinks");
  private static final Set<String> LINK = Set.of("templateId", "newId", "values");

  private final CedarLimits limits;
  private final PolicyReader reader;
  private final Map<String, Template> templates = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  PolicySetReader(CedarLimits limits) {
    this.limits = limits;
    this.reader = new PolicyReader(limits);
  }

  PolicySet read(JsonValue document) throws CedarSyntaxException {
    Place root = Place.root();
    JsonObject json = CedarJson.object(document, root);
    CedarJson.requireOnly(json, MEMBERS, root);
    List<Template> allTemplates = new ArrayList<>();
    for (Map.Entry<String, JsonValue> member : members(json, "templates").entrySet()) {
      Place at = root.member("templates").attribute(member.getKey(), allTemplates.size());
      Template template = reader.template(take(member.getKey(), at), member.getValue(), at);
      allTemplates.add(template);
      templates.put(template.id(), template);
    }
    List<Policy> policies = new ArrayList<>();
    for (Map.Entry<String, JsonValue> member : members(json, "staticPolicies").entrySet()) {
      Place at = root.member("staticPolicies").attribute(member.getKey(), policies.size());
      policies.add(reader.policy(take(member.getKey(), at), member.getValue(), at));
    }
    return PolicySet.of(policies, allTemplates, links(json.get("templateLinks")));
  }

  private static Map<String, JsonValue> members(JsonObject json, String name)
      throws CedarSyntaxException {
    JsonValue part = json.get(name);
    return part == null ? Map.of() : CedarJson.object(part, Place.root().member(name)).members();
  }

  private String take(String id, Place at) throws CedarSyntaxException {
    CedarJson.scalars(id, at);
    if (!ids.add(id)) {
      throw at.error(Fault.DUPLICATE, "another policy or template has this id");
    }
    if (ids.size() > limits.maxPolicies()) {
      throw at.error(Fault.LIMIT, "more than " + limits.maxPolicies() + " policies");
    }
    return id;
  }

  private List<TemplateLink> links(@Nullable JsonValue json) throws CedarSyntaxException {
    if (json == null) {
      return List.of();
    }
    Place at = Place.root().member("templateLinks");
    JsonArray array = CedarJson.array(json, at);
    List<TemplateLink> links = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      links.add(link(element, at.element(links.size())));
    }
    return links;
  }

  private TemplateLink link(JsonValue value, Place at) throws CedarSyntaxException {
    JsonObject json = CedarJson.object(value, at);
    CedarJson.requireOnly(json, LINK, at);
    Place named = at.member("templateId");
    String templateId = CedarJson.string(CedarJson.member(json, "templateId", at), named);
    Template template = templates.get(templateId);
    if (template == null) {
      throw named.error(Fault.UNKNOWN, "there is no template with this id");
    }
    Place newNamed = at.member("newId");
    String newId = CedarJson.string(CedarJson.member(json, "newId", at), newNamed);
    Map<Slot, EntityUid> values = values(CedarJson.member(json, "values", at), at.member("values"));
    if (!values.keySet().equals(template.slots())) {
      throw at.member("values")
          .error(Fault.NOT_ALLOWED, "a link fills exactly the slots of its template");
    }
    return new TemplateLink(templateId, take(newId, newNamed), values);
  }

  private static Map<Slot, EntityUid> values(JsonValue json, Place at) throws CedarSyntaxException {
    JsonObject object = CedarJson.object(json, at);
    Map<Slot, EntityUid> values = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      JsonValue value = object.get(slot.cedarName());
      if (value != null) {
        values.put(slot, CedarJson.exactUid(value, at.member(slot.cedarName())));
      }
    }
    if (values.size() < object.members().size()) {
      throw at.error(Fault.UNKNOWN, "the slots are ?principal and ?resource");
    }
    return values;
  }
}
