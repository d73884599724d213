package org.ztclinical.obligation;

import java.util.Objects;
import java.util.Set;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.FhirRequest;

/**
 * One obligation of one request, or of one entry of a batch. Prints no identifiers.
 *
 * @param obligation what must be done
 * @param permit the permit that obliges; its request carries the headers and the principal
 * @param asked the request, or the entry of the batch, that is permitted
 * @param patients ids of the patients it is about, as far as the request itself tells
 */
public record Duty(Obligation obligation, Permit permit, FhirRequest asked, Set<String> patients) {
  public Duty {
    Objects.requireNonNull(obligation, "obligation");
    Objects.requireNonNull(permit, "permit");
    Objects.requireNonNull(asked, "asked");
    patients = Set.copyOf(patients);
  }

  @Override
  public String toString() {
    return obligation + " for " + asked;
  }
}
