package org.ztclinical.enforce;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.request.Parameters.Parameter;

/**
 * The patients whom a request names: by its path, its compartment, or the usual search parameters.
 * For the audit log alone, so that asking for somebody leaves a trace even where it is refused;
 * what is released is told by the release.
 */
final class AddressedPatients {
  private static final String PATIENT = "Patient";
  private static final String PREFIX = PATIENT + "/";
  private static final Set<String> BY_PARAMETER =
      Set.of("patient", "subject", "patient:Patient", "subject:Patient");

  /** More are not named: a request that lists hundreds is a finding in itself. */
  private static final int MAX = 16;

  private AddressedPatients() {}

  /** Their ids, at most {@value #MAX}, in the order named. */
  static Set<String> of(FhirRequest fhir) {
    Set<String> ids = new LinkedHashSet<>();
    boolean patients = fhir.type().equals(Optional.of(PATIENT));
    if (patients) {
      fhir.id().ifPresent(ids::add);
    }
    fhir.compartment().filter(of -> of.type().equals(PATIENT)).ifPresent(of -> ids.add(of.id()));
    for (Parameter parameter : fhir.parameters().list()) {
      boolean names = BY_PARAMETER.contains(parameter.name());
      if (names || (patients && parameter.name().equals("_id"))) {
        addAll(parameter.value(), ids);
      }
    }
    return ids;
  }

  private static void addAll(String values, Set<String> ids) {
    int from = 0;
    while (from <= values.length() && ids.size() < MAX) {
      int comma = values.indexOf(',', from);
      int to = comma < 0 ? values.length() : comma;
      String value = values.substring(from, to);
      String id = value.startsWith(PREFIX) ? value.substring(PREFIX.length()) : value;
      if (FhirId.matches(id)) {
        ids.add(id);
      }
      from = to + 1;
    }
  }
}
