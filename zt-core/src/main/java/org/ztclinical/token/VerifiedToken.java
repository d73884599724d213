package org.ztclinical.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/**
 * The facts of an access token whose signature, issuer, audience, type and times were checked. Only
 * {@link TokenVerifier} makes one. Facts, not permission: an expiry passes, a session ends, a
 * policy changes. Immutable; prints nothing of itself.
 */
public final class VerifiedToken {
  private final String issuer;
  private final String subject;
  private final String clientId;
  private final List<String> audience;
  private final @Nullable String tokenId;
  private final Instant issuedAt;
  private final Instant expiresAt;
  private final List<String> scopes;
  private final Confirmation confirmation;
  private final JsonObject claims;
  private final Handles handles;
  private final boolean issueTold;

  VerifiedToken(AccessTokenClaims checked, @Nullable String keyId) {
    this(checked, keyId, true);
  }

  private VerifiedToken(AccessTokenClaims checked, @Nullable String keyId, boolean issueTold) {
    this.issuer = checked.issuer();
    this.subject = checked.subject();
    this.clientId = checked.clientId();
    this.audience = checked.audience();
    this.tokenId = checked.tokenId();
    this.issuedAt = Instant.ofEpochSecond(checked.issuedAt());
    this.expiresAt = Instant.ofEpochSecond(checked.expiresAt());
    this.scopes = checked.scopes();
    this.confirmation = checked.confirmation();
    this.claims = checked.claims();
    this.handles = Handles.of(checked, keyId);
    this.issueTold = issueTold;
  }

  /** One that its issuer was asked about, and did or did not tell when it was issued. */
  static VerifiedToken introspected(AccessTokenClaims checked, boolean issueTold) {
    return new VerifiedToken(checked, null, issueTold);
  }

  /** The {@code iss} claim, equal to a configured issuer character for character. */
  public String issuer() {
    return issuer;
  }

  /**
   * The {@code sub} claim: 1 to 255 characters without control characters. Unique within {@link
   * #issuer()} only.
   */
  public String subject() {
    return subject;
  }

  /** The {@code client_id} claim (RFC 9068 §2.2), or {@code azp} where there is none. */
  public String clientId() {
    return clientId;
  }

  /** The {@code aud} claim, in order; one of them is the configured audience. */
  public List<String> audience() {
    return audience;
  }

  /** The {@code jti} claim. */
  public Optional<String> tokenId() {
    return Optional.ofNullable(tokenId);
  }

  /**
   * The {@code iat} claim; when we asked, where {@link #isIssueTimeTold} says that there is none.
   */
  public Instant issuedAt() {
    return issuedAt;
  }

  /** False when the issuer does not say when the token was issued, which may be any time ago. */
  public boolean isIssueTimeTold() {
    return issueTold;
  }

  /** The {@code exp} claim, without clock skew. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /**
   * The {@code scope} claim split at single spaces, each token as the issuer wrote it. A claim that
   * is not a list of scope tokens (RFC 6749 §3.3: tabs, two spaces in a row, quotes) is returned
   * whole, as one element that no scope grammar accepts, so that it grants nothing.
   */
  public List<String> scopes() {
    return scopes;
  }

  /**
   * What the token is bound to. Verification says nothing about who sent a bound token: that each
   * sender holds what it is bound to has to be proven with every request.
   */
  public Confirmation confirmation() {
    return confirmation;
  }

  /** Any claim, as it stood in the token. */
  public Optional<JsonValue> claim(String name) {
    return Optional.ofNullable(claims.get(name));
  }

  /** All claims. */
  public JsonObject claims() {
    return claims;
  }

  /** By what it can be ended before it expires. */
  public Handles handles() {
    return handles;
  }

  @Override
  public String toString() {
    return "VerifiedToken [redacted]";
  }
}
