package org.ztclinical.access;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.reason.Experimental;
import org.ztclinical.request.CanonicalRequest;

/**
 * A request on a declared route, in the terms of that declaration. Prints no identifiers.
 *
 * @param route the route
 * @param id of what it is done to, where the path tells
 * @param patient the id of the patient whom the path names; a FHIR id
 * @param origin the request as it was read
 */
@Experimental
public record RouteCall(
    AppRoute route, Optional<String> id, Optional<String> patient, CanonicalRequest origin) {
  public RouteCall {
    Objects.requireNonNull(route, "route");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(origin, "origin");
  }

  @Override
  public String toString() {
    return route.toString();
  }
}
