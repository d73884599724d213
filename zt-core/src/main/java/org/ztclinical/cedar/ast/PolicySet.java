package org.ztclinical.cedar.ast;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Policies, templates and links, each id used once. Immutable and safe for use by many threads.
 * Order is kept: policies as given, then the linked ones.
 */
public final class PolicySet {
  private static final PolicySet EMPTY = new PolicySet(Map.of(), Map.of(), List.of());

  private final Map<String, Policy> policies;
  private final Map<String, Template> templates;
  private final List<TemplateLink> links;

  private PolicySet(
      Map<String, Policy> policies, Map<String, Template> templates, List<TemplateLink> links) {
    this.policies = policies;
    this.templates = templates;
    this.links = links;
  }

  /** The set without policies: everything is denied. */
  public static PolicySet empty() {
    return EMPTY;
  }

  /**
   * The set of these policies.
   *
   * @throws IllegalArgumentException when an id occurs twice
   */
  public static PolicySet of(Collection<Policy> policies) {
    return of(policies, List.of(), List.of());
  }

  /**
   * The set of these policies and templates, and of the policies that the links make.
   *
   * @throws IllegalArgumentException when an id occurs twice, a link names no template or does not
   *     fill its slots
   */
  public static PolicySet of(
      Collection<Policy> policies, Collection<Template> templates, Collection<TemplateLink> links) {
    Map<String, Policy> byId = new LinkedHashMap<>();
    Map<String, Template> templatesById = new LinkedHashMap<>();
    for (Template template : templates) {
      if (templatesById.put(template.id(), template) != null) {
        throw new IllegalArgumentException("two templates have the id " + template.id());
      }
    }
    for (Policy policy : policies) {
      add(policy, byId, templatesById);
    }
    for (TemplateLink link : links) {
      Template template = templatesById.get(link.templateId());
      if (template == null) {
        throw new IllegalArgumentException("there is no template " + link.templateId());
      }
      add(template.link(link.newId(), link.values()), byId, templatesById);
    }
    return new PolicySet(byId, templatesById, List.copyOf(links));
  }

  /** This set with one more link. */
  public PolicySet link(String templateId, String newId, Map<Slot, EntityUid> values) {
    List<TemplateLink> more = new ArrayList<>(links);
    more.add(new TemplateLink(templateId, newId, values));
    return of(staticPolicies(), templates.values(), more);
  }

  /** This set and another. */
  public PolicySet and(PolicySet other) {
    List<Policy> allPolicies = new ArrayList<>(staticPolicies());
    allPolicies.addAll(other.staticPolicies());
    List<Template> allTemplates = new ArrayList<>(templates.values());
    allTemplates.addAll(other.templates.values());
    List<TemplateLink> allLinks = new ArrayList<>(links);
    allLinks.addAll(other.links);
    return of(allPolicies, allTemplates, allLinks);
  }

  /** All that decide: the policies as written and those that links made. */
  public List<Policy> policies() {
    return List.copyOf(policies.values());
  }

  /** The policies as written, without those that links made. */
  public List<Policy> staticPolicies() {
    return policies.values().stream().filter(policy -> policy.templateId().isEmpty()).toList();
  }

  /** The templates. */
  public List<Template> templates() {
    return List.copyOf(templates.values());
  }

  /** The links. */
  public List<TemplateLink> links() {
    return links;
  }

  /** The policy of this id. */
  public Optional<Policy> policy(String id) {
    return Optional.ofNullable(policies.get(id));
  }

  /** How many policies decide. */
  public int size() {
    return policies.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolicySet that
        && policies.equals(that.policies)
        && templates.equals(that.templates)
        && links.equals(that.links);
  }

  @Override
  public int hashCode() {
    return policies.keySet().hashCode();
  }

  @Override
  public String toString() {
    return policies.size() + " policies, " + templates.size() + " templates";
  }

  private static void add(
      Policy policy, Map<String, Policy> policies, Map<String, Template> templates) {
    if (templates.containsKey(policy.id()) || policies.put(policy.id(), policy) != null) {
      throw new IllegalArgumentException("two policies have the id " + policy.id());
    }
  }
}
