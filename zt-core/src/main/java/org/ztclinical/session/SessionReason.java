package org.ztclinical.session;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why the sender of a good token was not accepted. For the audit record. */
public enum SessionReason implements ReasonCode {
  CERTIFICATE_MISSING(
      "certificate-missing", "the token is bound to a certificate and none was proven"),
  CERTIFICATE_OTHER("certificate-other", "the token is bound to another certificate"),
  CERTIFICATE_NOT_VALID_NOW(
      "certificate-not-valid-now", "the certificate has expired or is not valid yet"),
  BOUND_TOKEN_AS_BEARER(
      "bound-token-as-bearer", "a token that is bound to a key was presented as a bearer token"),
  TOKEN_NOT_BOUND_TO_KEY(
      "token-not-bound-to-key",
      "a token that is bound to no key was presented with the scheme DPoP"),
  PROOF_MISSING("proof-missing", "the token was presented without a proof of its key"),
  PROOF_AMBIGUOUS("proof-ambiguous", "exactly one DPoP field is accepted"),
  PROOF_REPLAYED("proof-replayed", "the proof was used before"),
  PROOFS_EXHAUSTED("proofs-exhausted", "no more proofs can be remembered at the moment"),
  PROOFS_UNAVAILABLE("proofs-unavailable", "whether a proof was used cannot be told at the moment");

  private final String code;
  private final String sentence;

  SessionReason(String code, String sentence) {
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
