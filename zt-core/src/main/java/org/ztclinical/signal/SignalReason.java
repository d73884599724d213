package org.ztclinical.signal;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why a signal was refused. For the audit record; the sender reads {@link #err()}. */
public enum SignalReason implements ReasonCode {
  MALFORMED("malformed", "invalid_request", "not a signed statement of the type that is expected"),
  UNSIGNED("unsigned", "invalid_request", "not signed by an algorithm that is accepted"),
  KEY("key", "invalid_key", "not signed by a key of its issuer"),
  UNKNOWN_ISSUER("unknown-issuer", "invalid_issuer", "the issuer is none of those configured"),
  DISTRUSTED("distrusted", "invalid_issuer", "trust in the issuer or its key was withdrawn"),
  WRONG_AUDIENCE("wrong-audience", "invalid_audience", "not for us"),
  CLAIMS("claims", "invalid_request", "a claim is missing, malformed, or may not be there"),
  TIMES("times", "invalid_request", "expired, too old, or from the future"),
  REPLAYED("replayed", "invalid_request", "it was received before"),
  FOREIGN_SUBJECT(
      "foreign-subject",
      "access_denied",
      "the transmitter may not speak about that issuer's users"),
  NOT_AUTHENTICATED(
      "not-authenticated", "authentication_failed", "the sender did not authenticate"),
  REQUEST("request", "invalid_request", "the HTTP request is not of the form that is expected"),
  KEYS_UNAVAILABLE("keys-unavailable", "", "the issuer's keys cannot be had at the moment"),
  NOT_KEPT("not-kept", "", "it is in force here, but could not be recorded or told to others");

  private final String code;
  private final String err;
  private final String sentence;

  SignalReason(String code, String err, String sentence) {
    this.code = "signal." + code;
    this.err = err;
    this.sentence = sentence;
  }

  /** The error code of RFC 8935 §2.4; empty where it is worth trying again. */
  public String err() {
    return err;
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
