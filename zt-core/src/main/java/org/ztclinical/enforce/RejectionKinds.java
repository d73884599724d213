package org.ztclinical.enforce;

import org.ztclinical.access.Rejection;
import org.ztclinical.fhir.FhirReason;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.RequestReason;

/** How what cannot be read is answered: each reason has one kind of rejection. */
final class RejectionKinds {
  private RejectionKinds() {}

  /** Of a request that has no meaning in FHIR. */
  static Rejection.Kind of(Reason unclassified) {
    if (unclassified.code() == FhirReason.FORMAT_NOT_SUPPORTED) {
      return Rejection.Kind.NOT_ACCEPTABLE;
    }
    return unclassified.code() == FhirReason.MEDIA_TYPE_NOT_SUPPORTED
        ? Rejection.Kind.UNSUPPORTED_MEDIA_TYPE
        : Rejection.Kind.BAD_REQUEST;
  }

  /** Of a request that could not be read at all. */
  static Rejection.Kind of(RequestReason code) {
    return switch (code) {
      case METHOD_NOT_SUPPORTED -> Rejection.Kind.METHOD_NOT_ALLOWED;
      case MEDIA_TYPE_NOT_SUPPORTED -> Rejection.Kind.UNSUPPORTED_MEDIA_TYPE;
      case BODY_TOO_LARGE -> Rejection.Kind.TOO_LARGE;
      case ROUTE_UNKNOWN -> Rejection.Kind.NOT_FOUND;
      case CREDENTIAL_MISSING, CREDENTIAL_ELSEWHERE, CREDENTIAL_CROSS_SITE ->
          Rejection.Kind.UNAUTHENTICATED;
      case METHOD_OVERRIDE,
          PATH_NOT_CANONICAL,
          QUERY_NOT_CANONICAL,
          BODY_UNREADABLE,
          HEADER_AMBIGUOUS,
          CREDENTIAL_AMBIGUOUS,
          CREDENTIAL_MALFORMED,
          REQUEST_TOO_LARGE ->
          Rejection.Kind.BAD_REQUEST;
    };
  }
}
