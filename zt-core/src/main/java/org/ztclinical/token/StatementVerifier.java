package org.ztclinical.token;

import java.util.Map;
import java.util.function.Predicate;
import org.ztclinical.json.JsonObject;

/**
 * Verifies what issuers sign besides access tokens: logout tokens, security events (RFC 8417), with
 * the same strictness: size, exact base64url, JSON without duplicate members, header, {@code typ},
 * issuer, algorithm, key, signature. Nothing is cached. Safe for use by many threads.
 */
public final class StatementVerifier {
  private final Map<String, Signer> signers;

  StatementVerifier(Map<String, Signer> signers) {
    this.signers = Map.copyOf(signers);
  }

  /** One that signs, and its keys. */
  record Signer(TrustedIssuer issuer, IssuerKeys keys) {}

  /**
   * The claims of a genuine statement of one of the issuers.
   *
   * @param text as received
   * @param type what {@code typ} must be: lower case, without {@code application/}. That an
   *     issuer's access tokens may be plain ({@link TrustedIssuer#acceptPlainJwt}) does not matter
   *     here
   * @param plainJwt of which issuers {@code typ} may also be {@code JWT} or absent
   * @throws TokenRejectedException if it is anything else
   * @throws KeysUnavailableException if that cannot be found out now
   */
  public SignedStatement verify(String text, String type, Predicate<String> plainJwt)
      throws TokenRejectedException, KeysUnavailableException {
    CompactToken token = CompactToken.parse(text);
    TokenHeader header = TokenHeader.parse(token.header());
    if (token.signatureLength() == 0) {
      throw new TokenRejectedException(TokenReason.SIGNATURE_MISSING);
    }
    JsonObject claims = AccessTokenClaims.read(token.claims());
    Signer signer = signers.get(AccessTokenClaims.issuerOf(claims));
    if (signer == null) {
      throw new TokenRejectedException(TokenReason.UNKNOWN_ISSUER);
    }
    header.check(signer.issuer().terms(), type, plainJwt.test(signer.issuer().issuer()));
    SignatureCheck.Verified verified = new SignatureCheck(signer.keys()).verify(token, header);
    return new SignedStatement(signer.issuer(), verified.key().id(), header.isPlain(), claims);
  }
}
