package org.ztclinical.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.token.VerifiedToken;

/**
 * Reads the caller out of a verified token: {@code fhirUser}, {@code roles} (RFC 9068 §2.2.3.1),
 * {@code patient}, {@code encounter}, {@code acr}, {@code amr}, {@code auth_time}. A claim of the
 * wrong form refuses the token; it never counts as absent. Pure and safe for use by many threads.
 */
public final class IdentityResolver {
  private final String rolesClaim;

  private IdentityResolver(String rolesClaim) {
    this.rolesClaim = rolesClaim;
  }

  /** Roles are in the claim {@code roles}, a list of strings. */
  public static IdentityResolver create() {
    return new IdentityResolver("roles");
  }

  /** Roles are in this claim instead. */
  public IdentityResolver rolesClaim(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the claim of roles needs a name");
    }
    return new IdentityResolver(name);
  }

  /** The caller this token stands for. */
  public Identity resolve(VerifiedToken token) throws IdentityRejectedException {
    ClaimReading claims = new ClaimReading(token);
    return new Identity(
        token,
        fhirUser(claims),
        claims.words(rolesClaim, IdentityReason.ROLES_MALFORMED),
        LaunchContext.of(launchId(claims, "patient"), launchId(claims, "encounter")),
        strength(claims));
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
