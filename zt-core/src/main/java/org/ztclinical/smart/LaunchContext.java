package org.ztclinical.smart;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.FhirId;

/**
 * What a token was issued for (SMART 2.2 §launch context): the patient, the encounter, and what
 * else was in context. Only the patient confines. Values that are not FHIR ids count as absent, so
 * that {@code patient/} scopes beside them grant nothing.
 *
 * @param patient id of the patient in context
 * @param encounter id of the encounter in context
 * @param fhirContext what else was in context, at most {@link #MAX_ITEMS} items
 */
public record LaunchContext(
    Optional<String> patient, Optional<String> encounter, List<FhirContextItem> fhirContext) {
  /** More items are refused. */
  public static final int MAX_ITEMS = 64;

  private static final LaunchContext NONE = new LaunchContext(Optional.empty(), Optional.empty());

  public LaunchContext {
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(encounter, "encounter");
    patient = patient.filter(FhirId::matches);
    encounter = encounter.filter(FhirId::matches);
    fhirContext = List.copyOf(fhirContext);
    if (fhirContext.size() > MAX_ITEMS) {
      throw new IllegalArgumentException("a launch context has at most " + MAX_ITEMS + " items");
    }
  }

  /** Nothing is in context but these. */
  public LaunchContext(Optional<String> patient, Optional<String> encounter) {
    this(patient, encounter, List.of());
  }

  /** Nothing is in context. */
  public static LaunchContext none() {
    return NONE;
  }

  /** The claims {@code patient} and {@code encounter} as received. */
  public static LaunchContext of(Optional<String> patient, Optional<String> encounter) {
    return patient.isEmpty() && encounter.isEmpty() ? NONE : new LaunchContext(patient, encounter);
  }

  /** The same, with what else was in context. */
  public LaunchContext withFhirContext(List<FhirContextItem> items) {
    return items.isEmpty() && fhirContext.isEmpty()
        ? this
        : new LaunchContext(patient, encounter, items);
  }

  /** Whether there is a patient; the id is patient data and is not shown. */
  @Override
  public String toString() {
    return "launch context"
        + (patient.isPresent() ? " with patient" : " without patient")
        + (encounter.isPresent() ? " and encounter" : "")
        + (fhirContext.isEmpty() ? "" : " and " + fhirContext.size() + " more");
  }
}
