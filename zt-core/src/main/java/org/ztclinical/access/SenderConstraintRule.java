package org.ztclinical.access;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.identity.Identity;
import org.ztclinical.token.Confirmation;

/**
 * "The token must be bound to its sender", so that one that was stolen is worth nothing (RFC 8705,
 * RFC 9449). Without further words it holds for every request of everybody. Immutable; each method
 * returns a changed copy.
 */
public final class SenderConstraintRule {
  private final SenderProof proof;
  private final Set<String> roles;
  private final Set<Interaction> interactions;
  private final Set<String> actions;

  private SenderConstraintRule(
      SenderProof proof, Set<String> roles, Set<Interaction> interactions, Set<String> actions) {
    this.proof = proof;
    this.roles = Set.copyOf(roles);
    this.interactions = Set.copyOf(interactions);
    this.actions = Set.copyOf(actions);
  }

  /** Bound to a key or to a certificate. */
  public static SenderConstraintRule required() {
    return by(SenderProof.EITHER);
  }

  /** Bound to a key, with a DPoP proof. */
  public static SenderConstraintRule byKey() {
    return by(SenderProof.KEY);
  }

  /** Bound to the client certificate of the connection. */
  public static SenderConstraintRule byCertificate() {
    return by(SenderProof.CERTIFICATE);
  }

  private static SenderConstraintRule by(SenderProof proof) {
    return new SenderConstraintRule(proof, Set.of(), Set.of(), Set.of());
  }

  /** Only of who has one of these roles; repeatable. */
  public SenderConstraintRule forRoles(String first, String... more) {
    return new SenderConstraintRule(proof, and(roles, first, List.of(more)), interactions, actions);
  }

  /**
   * Only for these interactions of FHIR, and what was named by {@link #onRoutes}; repeatable. A
   * batch or transaction is meant as soon as one of its entries is.
   */
  public SenderConstraintRule onInteractions(Interaction first, Interaction... more) {
    return new SenderConstraintRule(proof, roles, and(interactions, first, List.of(more)), actions);
  }

  /**
   * Only for routes of the application with these actions, and what was named by {@link
   * #onInteractions}; repeatable.
   */
  public SenderConstraintRule onRoutes(String firstAction, String... more) {
    return new SenderConstraintRule(
        proof, roles, interactions, and(actions, firstAction, List.of(more)));
  }

  private static <T> Set<T> and(Set<T> known, T first, List<T> more) {
    Set<T> all = new LinkedHashSet<>(known);
    all.add(first);
    all.addAll(more);
    return all;
  }

  /** How the token must be bound. */
  public SenderProof proof() {
    return proof;
  }

  /**
   * Whether the caller's token is bound as needed, or need not be. All that a token is bound to was
   * proven before there was an access request. A request without an identity leaves this
   * application, and is not meant.
   */
  public boolean isMetBy(AccessRequest request) {
    return request
        .identity()
        .map(identity -> isBound(identity.confirmation()) || !means(identity, request))
        .orElse(true);
  }

  private boolean isBound(Confirmation token) {
    return switch (proof) {
      case KEY -> token.keyThumbprint().isPresent();
      case CERTIFICATE -> token.certificateThumbprint().isPresent();
      case EITHER -> token.isBound();
    };
  }

  private boolean means(Identity identity, AccessRequest request) {
    boolean role = roles.isEmpty() || !Collections.disjoint(roles, identity.roles());
    return role && meansWhatIsAsked(request);
  }

  private boolean meansWhatIsAsked(AccessRequest request) {
    if (interactions.isEmpty() && actions.isEmpty()) {
      return true;
    }
    return request
        .route()
        .map(call -> actions.contains(call.route().action()))
        .orElseGet(() -> request.fhir().fold(this::meansFhir, unknown -> true));
  }

  private boolean meansFhir(FhirRequest fhir) {
    return interactions.contains(fhir.interaction())
        || fhir.entries().stream()
            .anyMatch(entry -> entry.<Boolean>fold(this::meansFhir, unknown -> true));
  }

  @Override
  public String toString() {
    List<String> parts = List.of(proof.toString(), roles + "", interactions + "", actions + "");
    return "SenderConstraintRule" + parts;
  }
}
