package org.ztclinical.fhirclient;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why a call was not made, or its answer not used. */
public enum ClientReason implements ReasonCode {
  ADDRESS_NOT_PINNED(
      "address-not-pinned", Layer.NETWORK, "the address lies outside the configured FHIR base"),
  ADDRESS_NOT_CANONICAL(
      "address-not-canonical", Layer.NETWORK, "the address has more than one reading"),
  HEADER_REFUSED(
      "header-refused", Layer.APPLICATION, "a header that only the guard may set was set"),
  CLIENT_NOT_SECURED(
      "client-not-secured",
      Layer.APPLICATION,
      "the request was not made by a client of SecuredFhirClients"),
  TOKEN_UNAVAILABLE("token-unavailable", Layer.IDENTITY, "no access token could be had"),
  REMOTE_UNREACHABLE("remote-unreachable", Layer.NETWORK, "the server could not be reached"),
  REMOTE_TIMEOUT("remote-timeout", Layer.NETWORK, "the server did not answer in time"),
  REMOTE_REDIRECTED("remote-redirected", Layer.NETWORK, "the server redirects; it is not followed"),
  ANSWER_TOO_LARGE("answer-too-large", Layer.APPLICATION, "the answer is larger than the limit"),
  ANSWER_ENCODED(
      "answer-encoded", Layer.APPLICATION, "the answer has a content encoding nobody asked for"),
  ANSWER_NOT_HTTP("answer-not-http", Layer.APPLICATION, "the answer is not a final HTTP response"),
  ANSWER_WITHHELD(
      "answer-withheld",
      Layer.APPLICATION,
      "the answer could not be checked, so nothing of it is shown"),
  ANSWER_NOT_FHIR("answer-not-fhir", Layer.APPLICATION, "the answer is not a valid FHIR resource"),
  INTERRUPTED("interrupted", Layer.APPLICATION, "the calling thread was interrupted");

  private final String code;
  private final Layer layer;
  private final String sentence;

  ClientReason(String code, Layer layer, String sentence) {
    this.code = "client." + code;
    this.layer = layer;
    this.sentence = sentence;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
