package org.ztclinical.request;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why a request could not be read unambiguously. */
public enum RequestReason implements ReasonCode {
  METHOD_NOT_SUPPORTED("method-not-supported", "the HTTP method is not supported"),
  METHOD_OVERRIDE("method-override", "method override headers and parameters are refused"),
  PATH_NOT_CANONICAL("path-not-canonical", "the path has more than one reading"),
  QUERY_NOT_CANONICAL("query-not-canonical", "the query has more than one reading"),
  HEADER_AMBIGUOUS("header-ambiguous", "a header that must stand once stands several times"),
  CREDENTIAL_AMBIGUOUS("credential-ambiguous", "exactly one credential is accepted"),
  CREDENTIAL_MALFORMED("credential-malformed", "the Authorization header is malformed"),
  CREDENTIAL_ELSEWHERE("credential-elsewhere", "tokens are read from the Authorization header"),
  CREDENTIAL_CROSS_SITE(
      "credential-cross-site", "a session counts for requests of the application's own pages"),
  CREDENTIAL_MISSING("credential-missing", "an access token is needed"),
  MEDIA_TYPE_NOT_SUPPORTED("media-type-not-supported", "the media type is not supported"),
  BODY_UNREADABLE("body-unreadable", "the body did not arrive whole"),
  BODY_TOO_LARGE("body-too-large", "the body is larger than the configured limit"),
  REQUEST_TOO_LARGE("request-too-large", "path, query or headers are larger than the limit"),
  ROUTE_UNKNOWN("route-unknown", "no configured route matches");

  private final String code;
  private final String sentence;

  RequestReason(String code, String sentence) {
    this.code = "request." + code;
    this.sentence = sentence;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Layer layer() {
    return this == CREDENTIAL_AMBIGUOUS
            || this == CREDENTIAL_MALFORMED
            || this == CREDENTIAL_ELSEWHERE
            || this == CREDENTIAL_CROSS_SITE
            || this == CREDENTIAL_MISSING
        ? Layer.IDENTITY
        : Layer.APPLICATION;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
