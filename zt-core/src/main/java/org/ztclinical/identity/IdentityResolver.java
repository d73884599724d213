package org.ztclinical.identity;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.token.TrustedIssuer;
import org.ztclinical.token.VerifiedToken;

/**
 * Reads the caller out of a verified token: {@code fhirUser}, {@code roles} (RFC 9068 §2.2.3.1),
 * {@code patient}, {@code encounter}, {@code fhirContext}, {@code acr}, {@code amr}, {@code
 * auth_time}. A claim of the wrong form refuses the token; it never counts as absent. Pure and safe
 * for use by many threads.
 */
public final class IdentityResolver {
  private final IssuerWord issuers;
  private final String rolesClaim;

  private IdentityResolver(IssuerWord issuers, String rolesClaim) {
    this.issuers = issuers;
    this.rolesClaim = rolesClaim;
  }

  /**
   * Roles are in the claim {@code roles}, a list of strings. What counts of what a token says about
   * roles and {@code fhirUser} is what its issuer may say: see {@link TrustedIssuer#roles} and
   * {@link TrustedIssuer#vouchForLocalUsers}. Of the tokens of an issuer that is not listed nothing
   * of that counts.
   *
   * @param issuers all issuers that are trusted
   * @param base the absolute URLs of this server, below which a {@code fhirUser} is somebody here
   */
  public static IdentityResolver of(Collection<TrustedIssuer> issuers, ServerBase base) {
    return new IdentityResolver(IssuerWord.of(issuers, base), "roles");
  }

  /** Roles are in this claim instead. */
  public IdentityResolver rolesClaim(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the claim of roles needs a name");
    }
    return new IdentityResolver(issuers, name);
  }

  /** The caller this token stands for. */
  public Identity resolve(VerifiedToken token) throws IdentityRejectedException {
    ClaimReading claims = new ClaimReading(token);
    String issuer = token.issuer();
    Optional<FhirUser> named = fhirUser(claims);
    List<String> path = issuers.rolesPath(issuer);
    List<String> roles =
        claims.words(path.isEmpty() ? List.of(rolesClaim) : path, IdentityReason.ROLES_MALFORMED);
    return new Identity(
        token,
        named.isPresent(),
        issuers.user(issuer, named),
        issuers.localUser(issuer, named),
        issuers.roles(issuer, roles),
        LaunchContext.of(launchId(claims, "patient"), launchId(claims, "encounter"))
            .withFhirContext(claims.fhirContext()),
        issuers.strength(issuer, strength(claims)));
  }

  /** How far each issuer's word goes about people, a line each, for the start-up log. */
  public List<String> describe() {
    return issuers.describe();
  }

  private static Optional<FhirUser> fhirUser(ClaimReading claims) throws IdentityRejectedException {
    Optional<String> claim = claims.word("fhirUser", IdentityReason.FHIR_USER_MALFORMED);
    Optional<FhirUser> user = claim.flatMap(FhirUser::parse);
    if (claim.isPresent() && user.isEmpty()) {
      throw new IdentityRejectedException(IdentityReason.FHIR_USER_MALFORMED, "fhirUser");
    }
    return user;
  }

  private static Optional<String> launchId(ClaimReading claims, String name)
      throws IdentityRejectedException {
    Optional<String> id = claims.word(name, IdentityReason.LAUNCH_CONTEXT_MALFORMED);
    if (id.isPresent() && !FhirUser.isId(id.get())) {
      throw new IdentityRejectedException(IdentityReason.LAUNCH_CONTEXT_MALFORMED, name);
    }
    return id;
  }

  private static AuthenticationStrength strength(ClaimReading claims)
      throws IdentityRejectedException {
    List<String> amr = claims.words("amr", IdentityReason.AUTHENTICATION_MALFORMED);
    return new AuthenticationStrength(
        claims.word("acr", IdentityReason.AUTHENTICATION_MALFORMED),
        new LinkedHashSet<>(amr),
        claims.time("auth_time", IdentityReason.AUTHENTICATION_MALFORMED));
  }
}
