package org.ztclinical.obligation;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.FhirRequest;

/**
 * One obligation of one request, or of one entry of a batch. What is asked is FHIR or, as {@code
 * permit.request().route()} tells, a call on a route of the application's own. Prints no
 * identifiers.
 *
 * @param obligation what must be done
 * @param permit the permit that obliges; its request carries the headers and the principal
 * @param fhir the request, or the entry of the batch, that is permitted; empty on a route
 * @param patients ids of the patients it is about, as far as the request itself tells
 */
public record Duty(
    Obligation obligation, Permit permit, Optional<FhirRequest> fhir, Set<String> patients) {
  public Duty {
    Objects.requireNonNull(obligation, "obligation");
    Objects.requireNonNull(permit, "permit");
    Objects.requireNonNull(fhir, "fhir");
    patients = Set.copyOf(patients);
  }

  /**
   * The request, or the entry of the batch, that is permitted.
   *
   * @throws IllegalStateException when it is no FHIR but a call on a route: a handler that does not
   *     know routes fails, and what fails is denied
   */
  public FhirRequest asked() {
    return fhir.orElseThrow(
        () -> new IllegalStateException("a request on a route of the application is not FHIR"));
  }

  @Override
  public String toString() {
    return obligation + " for " + fhir.map(FhirRequest::toString).orElse("a route");
  }
}
