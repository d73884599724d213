package org.ztclinical.tls;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Which peers are meant among those whose certificates lead to a trusted one. Immutable, and asked
 * by many threads.
 */
public final class PeerRule {
  private static final PeerRule ANY = new PeerRule(identity -> true);

  private final Predicate<CertificateIdentity> rule;

  private PeerRule(Predicate<CertificateIdentity> rule) {
    this.rule = rule;
  }

  /** All of them. Clients still compare the server's host name where they are told to. */
  public static PeerRule anyTrusted() {
    return ANY;
  }

  /** Workloads of this SPIFFE trust domain: exactly one URI name, and that an id in it. */
  public static PeerRule spiffe(String trustDomain) {
    String domain = new SpiffeId(trustDomain, "").trustDomain();
    return new PeerRule(
        identity -> identity.spiffeId().filter(id -> id.trustDomain().equals(domain)).isPresent());
  }

  /** Workloads with one of these SPIFFE ids. */
  public static PeerRule spiffeIds(SpiffeId... ids) {
    Set<SpiffeId> known = Set.of(ids);
    return new PeerRule(identity -> identity.spiffeId().filter(known::contains).isPresent());
  }

  /** Whoever the application says; a rule that throws refuses. */
  public static PeerRule matching(Predicate<CertificateIdentity> rule) {
    return new PeerRule(rule);
  }

  /** Whether this peer is meant; false when the rule fails. */
  boolean admits(CertificateIdentity identity) {
    try {
      return rule.test(identity);
    } catch (RuntimeException e) {
      return false;
    }
  }
}
