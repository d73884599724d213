package org.ztclinical.enforce;

import java.util.Optional;
import org.ztclinical.request.CanonicalPath;

/**
 * Where a request leads.
 *
 * @param kind what is done with it
 * @param name the route as declared, for the audit log; never the path as requested
 * @param fhirPath the path below the FHIR base
 */
record Route(Kind kind, String name, Optional<CanonicalPath> fhirPath) {
  enum Kind {
    /** Authorized, narrowed, checked. */
    FHIR,
    /** Let through and audited. */
    PUBLIC,
    /** A CORS preflight that the library answers itself. */
    PREFLIGHT,
    /** Nothing is declared there. */
    UNKNOWN
  }
}
