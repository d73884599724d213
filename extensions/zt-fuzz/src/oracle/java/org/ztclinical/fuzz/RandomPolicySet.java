package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
  /** So many policies, templates and links of each template, over the random world. */
  static RandomPolicySet of(RandomWorld world, int policies, int templates, int links) {
    List<String> texts = new ArrayList<>();
    while (texts.size() < policies) {
      for (String text : world.policies().split("\n")) {
        if (texts.size() < policies && isReadable(text)) {
          texts.add(text);
        }
      }
    }
    List<String> templateTexts = new ArrayList<>();
    while (templateTexts.size() < templates) {
      String template = world.policyText().template();
      if (isReadable(template)) {
        templateTexts.add(template);
      }
    }
    return of(
        texts,
        templateTexts,
        links,
        slot -> {
          String[] value = world.policyText().slotValue(slot == Slot.PRINCIPAL);
          return EntityUid.of(value[0], value[1]);
        });
  }

  /**
   * Policies {@code policy0} and on, templates {@code t0} and on, links {@code t0-0} and on.
   *
   * @param links how many of each template
   * @param values what fills their slots
   */
  static RandomPolicySet of(
      List<String> policies, List<String> templates, int links, Function<Slot, EntityUid> values) {
    List<Template> ours = new ArrayList<>();
    List<TemplateLink> ourLinks = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    List<String> theirLinks = new ArrayList<>();
    for (String text : templates) {
      Template template = named("t" + ours.size(), text);
      ours.add(template);
      theirs.add("\"" + template.id() + "\":" + ReferenceEngine.quote(text));
      for (int i = 0; i < links; i++) {
        Map<Slot, EntityUid> filled = new EnumMap<>(Slot.class);
        template.slots().forEach(slot -> filled.put(slot, values.apply(slot)));
        ourLinks.add(new TemplateLink(template.id(), template.id() + "-" + i, filled));
        theirLinks.add(json(ourLinks.get(ourLinks.size() - 1)));
      }
    }
    String text = String.join("\n", policies);
    String json =
        "{\"staticPolicies\":%s,\"templates\":{%s},\"templateLinks\":[%s]}"
            .formatted(
                ReferenceEngine.quote(text),
                String.join(",", theirs),
                String.join(",", theirLinks));
    try {
      return new RandomPolicySet(
          PolicySet.of(PolicyParser.parse(text).policies(), ours, ourLinks), json);
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static Template named(String id, String text) {
    try {
      Template template = PolicyParser.parse(text).templates().get(0);
      return new Template(
          id,
          template.effect(),
          template.annotations(),
          template.principal(),
          template.action(),
          template.resource(),
          template.conditions(),
          template.at());
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static String json(TemplateLink link) {
    List<String> values = new ArrayList<>();
    link.values()
        .forEach(
            (slot, uid) ->
                values.add(
                    "\"%s\":{\"type\":\"%s\",\"id\":%s}"
                        .formatted(slot.cedarName(), uid.type(), ReferenceEngine.quote(uid.id()))));
    return "{\"templateId\":\"%s\",\"newId\":\"%s\",\"values\":{%s}}"
        .formatted(link.templateId(), link.newId(), String.join(",", values));
  }

  static boolean isReadable(String text) {
    try {
      PolicyParser.parse(text);
      return true;
    } catch (CedarSyntaxException e) {
      return false;
    }
  }
}
