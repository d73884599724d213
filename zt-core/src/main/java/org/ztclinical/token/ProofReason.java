package org.ztclinical.token;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why a proof of possession was refused (RFC 9449 §4.3). For the audit record. */
public enum ProofReason implements ReasonCode {
  TOO_LARGE("too-large", "the proof is larger than 8 KiB"),
  MALFORMED("malformed", "not one signed token in compact serialization of exact base64url"),
  HEADER_MALFORMED("header-malformed", "the header is not one acceptable JSON object"),
  HEADER_NOT_ALLOWED("header-not-allowed", "the header has a member that a proof must not have"),
  WRONG_TYPE("wrong-type", "not of the type dpop+jwt"),
  ALGORITHM_NOT_ALLOWED("algorithm-not-allowed", "the algorithm is not accepted for proofs"),
  KEY_MISSING("key-missing", "the header has no key"),
  KEY_PRIVATE("key-private", "the key in the header is a private or a symmetric one"),
  KEY_NOT_SUITABLE("key-not-suitable", "the key is too weak, malformed or not for the algorithm"),
  WRONG_KEY("wrong-key", "the token is bound to another key"),
  CLAIMS_MALFORMED("claims-malformed", "the claims are not one acceptable JSON object"),
  CLAIM_MISSING("claim-missing", "a required claim is missing"),
  CLAIM_MALFORMED("claim-malformed", "a claim has the wrong form"),
  WRONG_METHOD("wrong-method", "the proof is for another method"),
  WRONG_TARGET("wrong-target", "the proof is for another target"),
  WRONG_TOKEN("wrong-token", "the proof is for another token"),
  TOO_OLD("too-old", "the proof was made too long ago"),
  FROM_FUTURE("from-future", "the proof says it was made in the future"),
  EXPIRED("expired", "the proof says that it has ended"),
  NOT_YET_VALID("not-yet-valid", "the proof says that it is not valid yet"),
  NONCE_MISSING("nonce-missing", "the proof has no nonce of this server"),
  NONCE_NOT_ACCEPTED("nonce-not-accepted", "the nonce is not of this server, or too old"),
  SIGNATURE_INVALID("signature-invalid", "the signature of the proof does not verify");

  private final String code;
  private final String sentence;

  ProofReason(String code, String sentence) {
    this.code = "proof." + code;
    this.sentence = sentence;
  }

  /** Whether the sender may try again with a nonce that it is given (RFC 9449 §9). */
  public boolean asksForNonce() {
    return this == NONCE_MISSING || this == NONCE_NOT_ACCEPTED;
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
