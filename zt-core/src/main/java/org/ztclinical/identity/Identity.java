package org.ztclinical.identity;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.token.Confirmation;
import org.ztclinical.token.VerifiedToken;

/**
 * Who asks, out of a verified token; only {@link IdentityResolver} makes one. A subject is unique
 * within its issuer only: compare both. Immutable; prints nothing of itself.
 */
public final class Identity {
  private final VerifiedToken token;
  private final boolean namesUser;
  private final @Nullable FhirUser fhirUser;
  private final @Nullable FhirUser localUser;
  private final List<String> roles;
  private final LaunchContext launchContext;
  private final AuthenticationStrength strength;

  Identity(
      VerifiedToken token,
      boolean namesUser,
      Optional<FhirUser> fhirUser,
      Optional<FhirUser> localUser,
      List<String> roles,
      LaunchContext launchContext,
      AuthenticationStrength strength) {
    this.token = Objects.requireNonNull(token, "token");
    this.namesUser = namesUser;
    this.fhirUser = fhirUser.orElse(null);
    this.localUser = localUser.orElse(null);
    this.roles = List.copyOf(roles);
    this.launchContext = launchContext;
    this.strength = strength;
  }

  /** The issuer, as configured. */
  public String issuer() {
    return token.issuer();
  }

  /** The {@code sub} claim: a user, or for a service usually its client id. */
  public String subject() {
    return token.subject();
  }

  /** The client that holds the token. */
  public String clientId() {
    return token.clientId();
  }

  /**
   * The user's FHIR resource, here or on another server; empty when the token names none, or its
   * issuer may not say who users are.
   */
  public Optional<FhirUser> fhirUser() {
    return Optional.ofNullable(fhirUser);
  }

  /** The same, where it is a resource of this server: only then has its id a meaning here. */
  public Optional<FhirUser> localUser() {
    return Optional.ofNullable(localUser);
  }

  /** The roles that the issuer gives and may give, in its order, as they are called here. */
  public List<String> roles() {
    return roles;
  }

  /** The scopes as the issuer wrote them; see {@link VerifiedToken#scopes()}. */
  public List<String> scopes() {
    return token.scopes();
  }

  /** The patient and encounter the token was issued for. */
  public LaunchContext launchContext() {
    return launchContext;
  }

  /** How the user was authenticated. */
  public AuthenticationStrength strength() {
    return strength;
  }

  /**
   * Whether the client acts for itself, without a person: the subject is the client, there is no
   * {@code fhirUser}, and every scope is a {@code system/} scope. Only as good as the issuer, which
   * must let no client choose an id that could be a user's (RFC 9068 §5).
   */
  public boolean isService() {
    return subject().equals(clientId())
        && !namesUser
        && !scopes().isEmpty()
        && scopes().stream().allMatch(scope -> scope.startsWith("system/"));
  }

  /** What the token is bound to; a request is decided on only when its sender proved all of it. */
  public Confirmation confirmation() {
    return token.confirmation();
  }

  /** The {@code jti} claim. */
  public Optional<String> tokenId() {
    return token.tokenId();
  }

  /** When the token was issued. */
  public Instant tokenIssuedAt() {
    return token.issuedAt();
  }

  /** When the token ends. */
  public Instant tokenExpiresAt() {
    return token.expiresAt();
  }

  @Override
  public String toString() {
    return "Identity [redacted]";
  }
}
