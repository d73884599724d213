package org.ztclinical.policy;

import java.util.Objects;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.fhir.BoundedLookup;

/**
 * One request on its way through the gates, with what is found out once for all of them.
 *
 * @param stored what is stored
 * @param continued what the request continues of earlier answers
 */
record Walk(AccessRequest request, BoundedLookup stored, Continuation continued) {
  Walk {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(stored, "stored");
    Objects.requireNonNull(continued, "continued");
  }

  @Override
  public String toString() {
    return "walk of " + request;
  }
}
