package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.ast.TemplateLink;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Random policies, templates and links, as our policy set and as the reference's own JSON. What we
 * do not read is left out; other tests compare what is refused.
 */
record RandomPolicySet(PolicySet ours, String reference) {
  /** So many policies, templates and links of each template. */
  static RandomPolicySet of(RandomWorld world, int policies, int templates, int links) {
    List<String> texts = new ArrayList<>();
    while (texts.size() < policies) {
      for (String text : world.policies().split("\n")) {
        if (texts.size() < policies && isReadable(text)) {
          texts.add(text);
        }
      }
    }
    String text = String.join("\n", texts);
    try {
      return withTemplates(PolicyParser.parse(text).policies(), text, world, templates, links);
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static RandomPolicySet withTemplates(
      List<Policy> policies, String text, RandomWorld world, int templates, int links)
      throws CedarSyntaxException {
    List<Template> ours = new ArrayList<>();
    List<TemplateLink> ourLinks = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    List<String> theirLinks = new ArrayList<>();
    while (ours.size() < templates) {
      String template = world.policyText().template();
      if (isReadable(template)) {
        String id = "t" + ours.size();
        ours.add(named(id, PolicyParser.parse(template).templates().get(0)));
        theirs.add("\"" + id + "\":" + ReferenceEngine.quote(template));
        for (int i = 0; i < links; i++) {
          link(world, ours.get(ours.size() - 1), id + "-" + i, ourLinks, theirLinks);
        }
      }
    }
    String json =
        "{\"staticPolicies\":%s,\"templates\":{%s},\"templateLinks\":[%s]}"
            .formatted(
                ReferenceEngine.quote(text),
                String.join(",", theirs),
                String.join(",", theirLinks));
    return new RandomPolicySet(PolicySet.of(policies, ours, ourLinks), json);
  }

  private static Template named(String id, Template template) {
    return new Template(
        id,
        template.effect(),
        template.annotations(),
        template.principal(),
        template.action(),
        template.resource(),
        template.conditions(),
        template.at());
  }

  private static void link(
      RandomWorld world,
      Template template,
      String newId,
      List<TemplateLink> ours,
      List<String> theirs) {
    Map<Slot, EntityUid> values = new EnumMap<>(Slot.class);
    List<String> json = new ArrayList<>();
    for (Slot slot : template.slots()) {
      String[] value = world.policyText().slotValue(slot == Slot.PRINCIPAL);
      values.put(slot, EntityUid.of(value[0], value[1]));
      json.add(
          "\"?%s\":{\"type\":\"%s\",\"id\":\"%s\"}"
              .formatted(slot == Slot.PRINCIPAL ? "principal" : "resource", value[0], value[1]));
    }
    ours.add(new TemplateLink(template.id(), newId, values));
    theirs.add(
        "{\"templateId\":\"%s\",\"newId\":\"%s\",\"values\":{%s}}"
            .formatted(template.id(), newId, String.join(",", json)));
  }

  private static boolean isReadable(String text) {
    try {
      PolicyParser.parse(text);
      return true;
    } catch (CedarSyntaxException e) {
      return false;
    }
  }
}
