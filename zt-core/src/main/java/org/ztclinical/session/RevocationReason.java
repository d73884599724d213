package org.ztclinical.session;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why a good token is not accepted any more. For the audit record. */
public enum RevocationReason implements ReasonCode {
  TERMINATED("terminated", "an operator ended what the token belongs to"),
  LOGGED_OUT("logged-out", "the user logged out where the token comes from"),
  SESSION_REVOKED("session-revoked", "the token's issuer ended the session"),
  CREDENTIAL_CHANGED("credential-changed", "a credential of the user was changed or revoked"),
  ASSURANCE_CHANGED("assurance-changed", "the user's authentication is no longer as strong"),
  CLAIMS_CHANGED("claims-changed", "what the token says is no longer true"),
  RISK_HIGH("risk-high", "the issuer says that the risk is high"),
  DEVICE_NOT_COMPLIANT("device-not-compliant", "the issuer says that the device is not compliant"),
  ACCOUNT_DISABLED("account-disabled", "the issuer disabled the account"),
  DISTRUSTED("distrusted", "an operator withdrew trust in the issuer, the key or the client"),
  TOO_MANY_ENDED(
      "too-many-ended", "so much was ended that all tokens of the issuer until then are refused"),
  HANDLE_MALFORMED(
      "handle-malformed", "a claim that names the session or the device cannot be read"),
  STATE_TOO_OLD("state-too-old", "for too long it could not be learned what other instances ended");

  private final String code;
  private final String sentence;

  RevocationReason(String code, String sentence) {
    this.code = "session." + code;
    this.sentence = sentence;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Layer layer() {
    return Layer.IDENTITY;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
