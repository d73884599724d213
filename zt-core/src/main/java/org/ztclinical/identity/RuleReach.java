package org.ztclinical.identity;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;

/**
 * For whom and for which requests a rule about identities holds: for everybody and everything until
 * it is told less. Immutable; each method returns a changed copy.
 */
public final class RuleReach {
  private static final RuleReach EVERYTHING = new RuleReach(Set.of(), Set.of(), Set.of());

  private final Set<String> roles;
  private final Set<Interaction> interactions;
  private final Set<String> actions;

  private RuleReach(Set<String> roles, Set<Interaction> interactions, Set<String> actions) {
    this.roles = Collections.unmodifiableSet(roles);
    this.interactions = Collections.unmodifiableSet(interactions);
    this.actions = Collections.unmodifiableSet(actions);
  }

  /** Everybody, and every request. */
  public static RuleReach everything() {
    return EVERYTHING;
  }

  /** Only who has one of these roles, or one named before. */
  public RuleReach forRoles(String first, String... more) {
    return new RuleReach(and(roles, first, List.of(more)), interactions, actions);
  }

  /** Only these interactions of FHIR, and what was named before. */
  public RuleReach onInteractions(Interaction first, Interaction... more) {
    return new RuleReach(roles, and(interactions, first, List.of(more)), actions);
  }

  /** Only routes of the application with these actions, and what was named before. */
  public RuleReach onRoutes(String firstAction, String... more) {
    return new RuleReach(roles, interactions, and(actions, firstAction, List.of(more)));
  }

  private static <T> Set<T> and(Set<T> known, T first, List<T> more) {
    Set<T> all = new LinkedHashSet<>(known);
    all.add(first);
    all.addAll(more);
    return all;
  }

  /** Whether it was told nothing, and so leaves out nobody and nothing. */
  public boolean isEverything() {
    return roles.isEmpty() && interactions.isEmpty() && actions.isEmpty();
  }

  /** The actions of the routes that were named. */
  public Set<String> actions() {
    return actions;
  }

  /**
   * Whether it holds for this caller and this request. A batch or transaction is meant as soon as
   * one of its entries is, and an entry of which nobody knows what it is always is.
   *
   * @param action that of the application's own route; empty when the request is FHIR
   * @param fhir asked for only where there is no such action
   */
  public boolean covers(Identity caller, Optional<String> action, Supplier<FhirRequest> fhir) {
    boolean role = roles.isEmpty() || !Collections.disjoint(roles, caller.roles());
    return role && covers(action, fhir);
  }

  private boolean covers(Optional<String> action, Supplier<FhirRequest> fhir) {
    if (interactions.isEmpty() && actions.isEmpty()) {
      return true;
    }
    return action.map(actions::contains).orElseGet(() -> covers(fhir.get()));
  }

  private boolean covers(FhirRequest fhir) {
    return interactions.contains(fhir.interaction())
        || fhir.entries().stream()
            .anyMatch(entry -> entry.<Boolean>fold(this::covers, unknown -> true));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, " for ", roles);
    append(text, " on ", interactions);
    append(text, " on routes ", actions);
    return text.isEmpty() ? "for everything" : text.substring(1);
  }

  private static void append(StringBuilder text, String word, Set<?> named) {
    if (!named.isEmpty()) {
      text.append(word).append(named);
    }
  }
}
