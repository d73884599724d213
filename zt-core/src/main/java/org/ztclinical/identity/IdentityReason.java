package org.ztclinical.identity;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why a caller could not be identified, or not strongly enough. */
public enum IdentityReason implements ReasonCode {
  FHIR_USER_MALFORMED("fhir-user-malformed", "the claim fhirUser is not a reference to a user"),
  ROLES_MALFORMED("roles-malformed", "the claim of roles is not a short list of names"),
  LAUNCH_CONTEXT_MALFORMED("launch-context-malformed", "a launch context claim has the wrong form"),
  AUTHENTICATION_MALFORMED(
      "authentication-malformed", "a claim about the user's authentication has the wrong form"),
  MFA_REQUIRED("mfa-required", "the user was not authenticated with more than one factor"),
  PHISHING_RESISTANCE_REQUIRED(
      "phishing-resistance-required",
      "the user was not authenticated by a method that cannot be phished"),
  AUTHENTICATION_TOO_OLD("authentication-too-old", "the user's authentication is too long ago"),
  AUTHENTICATION_TIME_UNKNOWN(
      "authentication-time-unknown", "the token does not say when the user was authenticated"),
  TOKEN_NOT_BOUND("token-not-bound", "a token that is bound to its sender is needed here");

  private final String code;
  private final String sentence;

  IdentityReason(String code, String sentence) {
    this.code = "identity." + code;
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
