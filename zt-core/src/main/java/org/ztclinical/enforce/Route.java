package org.ztclinical.enforce;

import java.util.Optional;
import org.ztclinical.access.RouteCall;
import org.ztclinical.request.CanonicalPath;

/**
 * Where a request leads.
 *
 * @param kind what is done with it
 * @param name the route as declared, for the audit log; never the path as requested
 * @param fhirPath the path below the FHIR base
 * @param call what it is on a route of the application's own
 */
record Route(Kind kind, String name, Optional<CanonicalPath> fhirPath, Optional<RouteCall> call) {
  /** Neither FHIR nor a call. */
  Route(Kind kind, String name) {
    this(kind, name, Optional.empty(), Optional.empty());
  }

  enum Kind {
    /** Authorized, narrowed, checked. */
    FHIR,
    /** Authorized; the answer leaves as it is. */
    APP,
    /** Let through and audited. */
    PUBLIC,
    /** What issuers tell; answered by the library itself, never by the application. */
    SIGNAL,
    /** A CORS preflight that the library answers itself. */
    PREFLIGHT,
    /** Nothing is declared there. */
    UNKNOWN
  }
}
