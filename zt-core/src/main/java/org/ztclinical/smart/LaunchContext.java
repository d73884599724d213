package org.ztclinical.smart;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.FhirId;

/**
 * The patient and encounter a token was issued for (SMART 2.2 §launch context). Values that are not
 * FHIR ids count as absent, so that {@code patient/} scopes beside them grant nothing.
 *
 * @param patient id of the patient in context
 * @param encounter id of the encounter in context
 */
public record LaunchContext(Optional<String> patient, Optional<String> encounter) {
  private static final LaunchContext NONE = new LaunchContext(Optional.empty(), Optional.empty());

  public LaunchContext {
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(encounter, "encounter");
    patient = patient.filter(FhirId::matches);
    encounter = encounter.filter(FhirId::matches);
  }

  /** Nothing is in context. */
  public static LaunchContext none() {
    return NONE;
  }

  /** The claims {@code patient} and {@code encounter} as received. */
  public static LaunchContext of(Optional<String> patient, Optional<String> encounter) {
    return patient.isEmpty() && encounter.isEmpty() ? NONE : new LaunchContext(patient, encounter);
  }

  /** Whether there is a patient; the id is patient data and is not shown. */
  @Override
  public String toString() {
    return "launch context"
        + (patient.isPresent() ? " with patient" : " without patient")
        + (encounter.isPresent() ? " and encounter" : "");
  }
}
