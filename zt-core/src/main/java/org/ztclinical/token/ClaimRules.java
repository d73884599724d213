package org.ztclinical.token;

/** What one issuer's claims must satisfy at one moment (epoch seconds). Only refuses. Immutable. */
final class ClaimRules {
  private final String audience;
  private final long skew;
  private final long maxLife;

  ClaimRules(TrustedIssuer issuer) {
    this.audience = issuer.audience();
    this.skew = issuer.terms().skew().toSeconds();
    this.maxLife = issuer.terms().maxLife().toSeconds();
  }

  void check(AccessTokenClaims claims, long now) throws TokenRejectedException {
    claims.requireAccessToken();
    if (!claims.audience().contains(audience)) {
      throw new TokenRejectedException(TokenReason.WRONG_AUDIENCE);
    }
    checkTimes(claims, now);
  }

  private void checkTimes(AccessTokenClaims claims, long now) throws TokenRejectedException {
    if (claims.expiresAt() <= claims.issuedAt()) {
      throw new TokenRejectedException(TokenReason.CLAIM_CONFLICT, "exp is not after iat");
    }
    if (claims.expiresAt() - claims.issuedAt() > maxLife) {
      throw new TokenRejectedException(TokenReason.LIFE_TOO_LONG);
    }
    if (claims.expiresAt() + skew <= now) {
      throw new TokenRejectedException(TokenReason.EXPIRED);
    }
    if (claims.notBefore() - skew > now) {
      throw new TokenRejectedException(TokenReason.NOT_YET_VALID);
    }
    if (claims.issuedAt() - skew > now) {
      throw new TokenRejectedException(TokenReason.ISSUED_IN_FUTURE);
    }
  }

  /** The first second at which the times of these claims are acceptable. */
  long validFrom(AccessTokenClaims claims) {
    return Math.max(claims.notBefore(), claims.issuedAt()) - skew;
  }
}
