package org.ztclinical.signal;

import java.util.Objects;
import java.util.Set;

/**
 * Whose logout tokens are accepted, and for which clients. Each method returns a changed copy.
 * Immutable.
 *
 * @param issuer the {@code iss}; an issuer whose access tokens are trusted, too: its keys sign
 * @param clientIds what {@code aud} must name one of: the ids under which the issuer knows the
 *     applications whose logins end here
 * @param requiresExpiration whether {@code exp} must be there, as OpenID Connect Back-Channel
 *     Logout 1.0 §2.4 says
 * @param acceptsPlainJwt whether {@code typ} may also be {@code JWT} or absent, in place of {@code
 *     logout+jwt}
 */
public record LogoutRule(
    String issuer, Set<String> clientIds, boolean requiresExpiration, boolean acceptsPlainJwt) {
  public LogoutRule {
    Objects.requireNonNull(issuer, "issuer");
    clientIds = Set.copyOf(clientIds);
    if (clientIds.isEmpty()) {
      throw new IllegalArgumentException("name a client id: aud must name one of them");
    }
  }

  /** Logout tokens of this issuer for these clients. */
  public static LogoutRule of(String issuer, String... clientIds) {
    return new LogoutRule(issuer, Set.of(clientIds), true, false);
  }

  /** Also accepts tokens without {@code exp}, as issuers before the final standard send them. */
  public LogoutRule allowMissingExpiration() {
    return new LogoutRule(issuer, clientIds, false, acceptsPlainJwt);
  }

  /**
   * Also accepts tokens whose {@code typ} is {@code JWT} or absent: the standard recommends {@code
   * logout+jwt} and does not require it (§2.4), and Keycloak sends it from version 25 on. What
   * tells them from other tokens then is {@code events} and the absence of {@code nonce} (§4.1).
   * That {@linkplain org.ztclinical.token.TrustedIssuer#acceptPlainJwt access tokens} may be plain
   * is another matter.
   */
  public LogoutRule acceptPlainJwt() {
    return new LogoutRule(issuer, clientIds, requiresExpiration, true);
  }
}
