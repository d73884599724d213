package org.ztclinical.token;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/**
 * Why an access token was refused. For the audit record; the caller hears {@code invalid_token}.
 */
public enum TokenReason implements ReasonCode {
  MALFORMED("malformed", "not a signed token in compact serialization"),
  TOO_LARGE("too-large", "the token is larger than 16 KiB"),
  ENCODING("encoding", "a part is not exact base64url without padding"),
  ENCRYPTED("encrypted", "encrypted tokens are refused"),
  HEADER_MALFORMED("header-malformed", "the header is not one acceptable JSON object"),
  HEADER_NOT_ALLOWED("header-not-allowed", "the header has a member that is not accepted"),
  KEY_IN_HEADER("key-in-header", "the header brings a key or an address of one"),
  CRITICAL_HEADER("critical-header", "the header demands an extension"),
  ALGORITHM_NOT_ALLOWED("algorithm-not-allowed", "the algorithm is not accepted from this issuer"),
  WRONG_TYPE("wrong-type", "not of the type of an access token"),
  CLAIMS_MALFORMED("claims-malformed", "the claims are not one acceptable JSON object"),
  DUPLICATE_MEMBER("duplicate-member", "a JSON object has two members of the same name"),
  CLAIM_MISSING("claim-missing", "a required claim is missing"),
  CLAIM_MALFORMED("claim-malformed", "a claim has the wrong form"),
  CLAIM_CONFLICT("claim-conflict", "two claims contradict each other"),
  NOT_AN_ACCESS_TOKEN("not-an-access-token", "the claims are those of another kind of token"),
  UNKNOWN_ISSUER("unknown-issuer", "the issuer is not trusted"),
  WRONG_AUDIENCE("wrong-audience", "the token is for another audience"),
  EXPIRED("expired", "the token has expired"),
  NOT_YET_VALID("not-yet-valid", "the token is not valid yet"),
  ISSUED_IN_FUTURE("issued-in-future", "the token says it was issued in the future"),
  LIFE_TOO_LONG("life-too-long", "the token lives longer than is accepted from this issuer"),
  BINDING_MALFORMED("binding-malformed", "what the token is bound to has the wrong form"),
  BINDING_UNKNOWN("binding-unknown", "the token is bound by a method that cannot be proven here"),
  KEY_ID_MISSING("key-id-missing", "the issuer has several keys and the token names none"),
  UNKNOWN_KEY("unknown-key", "the issuer has no such key"),
  KEY_NOT_SUITABLE("key-not-suitable", "the named key is not for this algorithm"),
  SIGNATURE_MISSING("signature-missing", "the token is not signed"),
  SIGNATURE_INVALID("signature-invalid", "the signature does not verify"),
  INACTIVE("inactive", "the issuer says that the token is not active"),
  INTROSPECTION_UNAVAILABLE(
      "introspection-unavailable", "the issuer cannot be asked about the token at the moment"),
  KEYS_UNAVAILABLE("keys-unavailable", "the issuer's keys cannot be had at the moment");

  private final String code;
  private final String sentence;

  TokenReason(String code, String sentence) {
    this.code = "token." + code;
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
