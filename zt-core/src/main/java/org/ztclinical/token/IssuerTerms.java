package org.ztclinical.token;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of one issuer's tokens, more or less strictly, and what of them is believed.
 * Immutable.
 */
record IssuerTerms(
    Set<SigningAlgorithm> algorithms,
    Duration skew,
    Duration maxLife,
    boolean plainJwt,
    Set<String> ignoredHeaders,
    Optional<RoleRule> roles,
    boolean localUsers) {
  /** What is asked where nothing else was said. */
  static final IssuerTerms STRICT =
      new IssuerTerms(
          Collections.unmodifiableSet(
              EnumSet.of(
                  SigningAlgorithm.RS256,
                  SigningAlgorithm.RS384,
                  SigningAlgorithm.PS256,
                  SigningAlgorithm.PS384,
                  SigningAlgorithm.ES256,
                  SigningAlgorithm.ES384)),
          Duration.ofSeconds(30),
          Duration.ofHours(24),
          false,
          Set.of(),
          Optional.empty(),
          false);

  IssuerTerms withAlgorithms(Set<SigningAlgorithm> changed) {
    return new IssuerTerms(changed, skew, maxLife, plainJwt, ignoredHeaders, roles, localUsers);
  }

  IssuerTerms withSkew(Duration changed) {
    return new IssuerTerms(
        algorithms, changed, maxLife, plainJwt, ignoredHeaders, roles, localUsers);
  }

  IssuerTerms withMaxLife(Duration changed) {
    return new IssuerTerms(algorithms, skew, changed, plainJwt, ignoredHeaders, roles, localUsers);
  }

  IssuerTerms withPlainJwt() {
    return new IssuerTerms(algorithms, skew, maxLife, true, ignoredHeaders, roles, localUsers);
  }

  IssuerTerms withIgnoredHeaders(Set<String> changed) {
    return new IssuerTerms(algorithms, skew, maxLife, plainJwt, changed, roles, localUsers);
  }

  IssuerTerms withRoles(RoleRule changed) {
    return new IssuerTerms(
        algorithms, skew, maxLife, plainJwt, ignoredHeaders, Optional.of(changed), localUsers);
  }

  IssuerTerms withLocalUsers() {
    return new IssuerTerms(algorithms, skew, maxLife, plainJwt, ignoredHeaders, roles, true);
  }
}
