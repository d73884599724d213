package org.ztclinical;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicyInformation;
import org.ztclinical.policy.PolicyLoadException;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyStore;
import org.ztclinical.policy.PolicyWatch;
import org.ztclinical.relationship.RelationshipSource;

/** What a builder was told about policies. */
final class PolicySettings {
  private final List<PolicySource> sources = new ArrayList<>();
  private Optional<BusinessHours> businessHours = Optional.empty();
  private Optional<RelationshipSource> relationships = Optional.empty();
  private List<String> phishingResistantAcr = List.of();
  private Optional<Duration> interval = Optional.empty();

  void add(PolicySource... more) {
    if (more.length == 0) {
      throw new IllegalArgumentException("policies: name at least one source");
    }
    sources.addAll(List.of(more));
  }

  void businessHours(BusinessHours hours) {
    businessHours = Optional.of(hours);
  }

  void relationships(RelationshipSource source) {
    relationships = Optional.of(source);
  }

  void phishingResistantAcr(String... values) {
    phishingResistantAcr = List.of(values);
  }

  void interval(Duration value) {
    interval = Optional.of(PolicyWatch.requireLongEnough(value));
  }

  /** The policies, read and checked; empty when none were asked for. */
  Optional<PolicyStore> open(
      KnownObligations obligations, AppRoutes routes, NoticeListener notices, InstantSource clock) {
    if (sources.isEmpty()) {
      requireUnused();
      requireNone(routes);
      return Optional.empty();
    }
    try {
      return Optional.of(
          PolicyStore.open(sources, obligations, routes, Objects.requireNonNull(notices), clock));
    } catch (PolicyLoadException e) {
      throw new IllegalStateException("policies(…) cannot be used:\n" + e.getMessage(), e);
    }
  }

  /** What the policies are told. */
  PolicyInformation facts(ServerBase base, InstantSource clock, FactDeadline deadline) {
    PolicyInformation facts = PolicyInformation.of(base, clock);
    if (!phishingResistantAcr.isEmpty()) {
      facts = facts.phishingResistantBy(phishingResistantAcr);
    }
    if (relationships.isPresent()) {
      facts = facts.relationshipsFrom(relationships.get().within(deadline));
    }
    return businessHours.map(facts::businessHours).orElse(facts);
  }

  Optional<PolicyWatch> watch(PolicyStore store) {
    return interval.map(every -> PolicyWatch.every(every, store));
  }

  /** Nothing but policies decides on routes. */
  private static void requireNone(AppRoutes routes) {
    if (!routes.isEmpty()) {
      throw new IllegalStateException(
          "nothing decides who may use "
              + routes.list().get(0)
              + ": call policies(source) with a policy for it, or publicRoute(method, path) if"
              + " everyone may");
    }
  }

  /** A setting that only policies could use, without policies, is a mistake. */
  private void requireUnused() {
    if (businessHours.isPresent()
        || !phishingResistantAcr.isEmpty()
        || interval.isPresent()
        || relationships.isPresent()) {
      throw new IllegalStateException(
          "businessHours, relationships, phishingResistantAcr and reloadPoliciesEvery are for"
              + " policies: call policies(source)");
    }
  }
}
