package org.ztclinical.smart;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.SearchParameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * What one parameter of a client's query says about patients. Only a parameter on the very elements
 * that make a resource a member counts, without modifier (or with {@code :Patient}) and chain.
 *
 * @param definition the parameter's definition; null when it says nothing about membership
 * @param patients the local patients its values name
 * @param onlyPatients every one of its values names a local patient
 */
record PatientValues(
    @Nullable SearchParameter definition, Set<String> patients, boolean onlyPatients) {
  private static final PatientValues NOTHING = new PatientValues(null, Set.of(), false);
  private static final String PATIENT = PatientCompartment.PATIENT;

  static PatientValues read(Settings settings, String type, Parameter parameter) {
    String name = parameter.name();
    boolean typed = name.endsWith(":" + PATIENT);
    String code = typed ? name.substring(0, name.length() - PATIENT.length() - 1) : name;
    SearchParameter definition = SearchParameters.find(type, code).orElse(null);
    if (definition == null || !isMembership(settings.compartment(), type, definition)) {
      return NOTHING;
    }
    boolean bareIsPatient = typed || definition.targets().equals(Set.of(PATIENT));
    Set<String> patients = new TreeSet<>();
    boolean only = parameter.value().indexOf('\\') < 0;
    for (String value : parameter.value().split(",", -1)) {
      String id = patientId(settings, value, bareIsPatient || isOwnId(type, code));
      if (id == null) {
        only = false;
      } else {
        patients.add(id);
      }
    }
    return new PatientValues(definition, patients, only);
  }

  /** True when each value names this patient, so that no other patient's resource matches. */
  boolean proves(String patient) {
    return onlyPatients && patients.equals(Set.of(patient));
  }

  /** True when each value names a patient, and none of them this one. */
  boolean namesOnlyOthers(String patient) {
    return onlyPatients && !patients.contains(patient);
  }

  /** True when a match on this parameter is membership: its elements are those that decide it. */
  static boolean isMembership(
      PatientCompartment compartment, String type, SearchParameter definition) {
    if (isOwnId(type, definition.code())) {
      return true;
    }
    if (definition.kind() != SearchParameter.Kind.REFERENCE
        || !definition.exact()
        || !definition.targets().contains(PATIENT)) {
      return false;
    }
    List<SearchParameter> members = compartment.parameters(type);
    for (ElementPath path : definition.paths()) {
      if (!leadsToMembership(path, members)) {
        return false;
      }
    }
    return !definition.paths().isEmpty();
  }

  private static boolean leadsToMembership(ElementPath path, List<SearchParameter> members) {
    for (SearchParameter member : members) {
      for (ElementPath official : member.paths()) {
        if (official.members().equals(path.members())) {
          return true;
        }
      }
    }
    return false;
  }

  static boolean isOwnId(String type, String code) {
    return type.equals(PATIENT) && code.equals("_id");
  }

  private static @Nullable String patientId(Settings settings, String value, boolean bare) {
    if (bare && FhirId.matches(value)) {
      return value;
    }
    return Reference.parse(value, settings.base())
        .filter(reference -> reference.type().equals(PATIENT))
        .map(Reference::id)
        .orElse(null);
  }

  @Override
  public String toString() {
    return patients.size() + " patients";
  }
}
