package org.ztclinical.policy;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.policy.PageBindings.Continued;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ReleaseTerms;

/**
 * What one request reaches, and each entry of the bundle that it is; found once, however often it
 * is judged. Used by one thread.
 */
final class Reach {
  private final AccessRequest request;
  private final PageBindings pages;
  private final PatientCompartment compartment;
  private final IdentityHashMap<FhirRequest, Reached> found = new IdentityHashMap<>();

  /** Entries that reach the same share one value, so that it is asked about once. */
  private final Map<Reached, Reached> shared = new HashMap<>();

  Reach(AccessRequest request, PageBindings pages, PatientCompartment compartment) {
    this.request = Objects.requireNonNull(request, "request");
    this.pages = Objects.requireNonNull(pages, "pages");
    this.compartment = Objects.requireNonNull(compartment, "compartment");
  }

  /**
   * What is asked about together. Prints no identifiers.
   *
   * @param touches what is touched, in the order in which it is asked about
   * @param patients whom it is about
   */
  record Reached(Set<Touch> touches, Set<String> patients) {
    Reached {
      touches = Collections.unmodifiableSet(touches);
      patients = Collections.unmodifiableSet(patients);
    }

    @Override
    public String toString() {
      return touches.size() + " touches";
    }
  }

  /** What the request, or an entry of it, reaches under these terms. */
  Reached of(FhirRequest fhir, ReleaseTerms terms) {
    return request.fhir().entries().isEmpty()
        ? find(fhir, terms)
        : found.computeIfAbsent(
            fhir,
            part -> {
              Reached reached = find(part, terms);
              return shared.computeIfAbsent(reached, same -> same);
            });
  }

  private Reached find(FhirRequest fhir, ReleaseTerms terms) {
    Continued continued = pages.continuedBy(request, fhir);
    Set<String> patients = new LinkedHashSet<>(terms.patients());
    patients.addAll(continued.patients());
    return new Reached(Touches.of(fhir, continued.touches(), compartment), patients);
  }
}
