package org.ztclinical.access;

import org.ztclinical.fhir.Interaction;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.RuleReach;
import org.ztclinical.token.Confirmation;

/**
 * "The token must be bound to its sender", so that one that was stolen is worth nothing (RFC 8705,
 * RFC 9449). Without further words it holds for every request of everybody. Immutable; each method
 * returns a changed copy.
 */
public final class SenderConstraintRule {
  private final SenderProof proof;
  private final RuleReach reach;

  private SenderConstraintRule(SenderProof proof, RuleReach reach) {
    this.proof = proof;
    this.reach = reach;
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
    return new SenderConstraintRule(proof, RuleReach.everything());
  }

  /** Only of who has one of these roles; repeatable. */
  public SenderConstraintRule forRoles(String first, String... more) {
    return new SenderConstraintRule(proof, reach.forRoles(first, more));
  }

  /**
   * Only for these interactions of FHIR, and what was named by {@link #onRoutes}; repeatable. A
   * batch or transaction is meant as soon as one of its entries is.
   */
  public SenderConstraintRule onInteractions(Interaction first, Interaction... more) {
    return new SenderConstraintRule(proof, reach.onInteractions(first, more));
  }

  /**
   * Only for routes of the application with these actions, and what was named by {@link
   * #onInteractions}; repeatable.
   */
  public SenderConstraintRule onRoutes(String firstAction, String... more) {
    return new SenderConstraintRule(proof, reach.onRoutes(firstAction, more));
  }

  /** How the token must be bound. */
  public SenderProof proof() {
    return proof;
  }

  /** For whom and for which requests it holds. */
  public RuleReach reach() {
    return reach;
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
    return reach.covers(identity, request.action(), request::fhir);
  }

  @Override
  public String toString() {
    return proof + " " + reach;
  }
}
