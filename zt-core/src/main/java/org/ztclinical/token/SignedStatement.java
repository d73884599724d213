package org.ztclinical.token;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;

/**
 * A JWT that is no access token, whose issuer, type and signature were checked. What its claims
 * mean is for whoever asked. Only {@link StatementVerifier} makes one. Immutable; prints nothing of
 * it.
 */
public final class SignedStatement {
  private final String issuer;
  private final String audience;
  private final @Nullable String keyId;
  private final boolean plain;
  private final JsonObject claims;

  SignedStatement(TrustedIssuer issuer, @Nullable String keyId, boolean plain, JsonObject claims) {
    this.issuer = issuer.issuer();
    this.audience = issuer.audience();
    this.keyId = keyId;
    this.plain = plain;
    this.claims = Objects.requireNonNull(claims, "claims");
  }

  /** The {@code iss} claim, equal to a configured issuer character for character. */
  public String issuer() {
    return issuer;
  }

  /** The audience that the issuer was configured with. */
  public String configuredAudience() {
    return audience;
  }

  /** The id of the key that verified it, where the key has one. */
  public Optional<String> keyId() {
    return Optional.ofNullable(keyId);
  }

  /**
   * Whether {@code typ} was {@code JWT} or absent, so that nothing but the claims says what it is.
   */
  public boolean isPlain() {
    return plain;
  }

  /** All claims, of which only {@code iss} was looked at. */
  public JsonObject claims() {
    return claims;
  }

  @Override
  public String toString() {
    return "SignedStatement [redacted]";
  }
}
