package org.ztclinical.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How the user was authenticated, as the issuer says (RFC 9068 §2.2.1). What is absent is unknown,
 * and unknown counts as weakest.
 *
 * @param acr the authentication context class
 * @param amr the methods used (RFC 8176), in the issuer's order
 * @param authTime when it was done
 * @param contexts the context classes that this satisfies: the own, and where the issuer has an
 *     order those that are weaker
 */
public record AuthenticationStrength(
    Optional<String> acr, Set<String> amr, Optional<Instant> authTime, Set<String> contexts) {
  public AuthenticationStrength {
    Objects.requireNonNull(acr, "acr");
    Objects.requireNonNull(authTime, "authTime");
    amr = Collections.unmodifiableSet(new LinkedHashSet<>(amr));
    contexts = Set.copyOf(contexts);
  }

  /** By an issuer without an order of classes: each stands for itself. */
  public AuthenticationStrength(Optional<String> acr, Set<String> amr, Optional<Instant> authTime) {
    this(acr, amr, authTime, acr.map(Set::of).orElse(Set.of()));
  }

  /** Whether one of these context classes, or a stronger one, was used. */
  public boolean satisfiesAny(Collection<String> classes) {
    return classes.stream().anyMatch(contexts::contains);
  }

  /** The issuer says nothing. */
  public static AuthenticationStrength unknown() {
    return new AuthenticationStrength(Optional.empty(), Set.of(), Optional.empty());
  }
}
