package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.request.Parameters.Parameter;

/** What the client's query itself says about patients and constraints. */
final class ClientQuery {
  private static final Set<String> CHOOSES_PAGES = Set.of("_count", "_offset", "_getpagesoffset");

  private final FhirRequest request;
  private final List<PatientValues> patientValues;
  private final boolean searchable;
  private final boolean linksAreFollowed;

  ClientQuery(Settings settings, FhirRequest request, String type) {
    this.request = request;
    // A search by member also finds groups with other members.
    this.searchable = !type.equals("Group");
    this.linksAreFollowed =
        !settings.compartment().parameters(PatientCompartment.PATIENT).isEmpty();
    this.patientValues = new ArrayList<>();
    for (Parameter parameter : request.parameters().list()) {
      PatientValues values = PatientValues.read(settings, type, parameter);
      if (values.definition() != null) {
        patientValues.add(values);
      }
    }
  }

  /** True when nothing outside the patient's compartment can match. */
  boolean provesMembership(String patient) {
    return searchable
        && (isCompartmentOf(patient)
            || patientValues.stream().anyMatch(values -> isProof(values, patient)));
  }

  /** True when a parameter on these very elements proves it. */
  boolean provesMembershipBy(SearchParameter parameter, String patient) {
    return searchable
        && patientValues.stream()
            .filter(values -> isProof(values, patient))
            .anyMatch(values -> sameElements(values.definition(), parameter));
  }

  /** True when the client asks for other patients and not for this one. */
  boolean asksOnlyForOthers(String patient) {
    boolean otherCompartment =
        request
            .compartment()
            .filter(compartment -> compartment.type().equals(PatientCompartment.PATIENT))
            .filter(compartment -> !compartment.id().equals(patient))
            .isPresent();
    return otherCompartment
        || patientValues.stream()
            .filter(values -> !isIdOfLinked(values))
            .anyMatch(values -> values.namesOnlyOthers(patient));
  }

  /** The id of another Patient, where that one may be a member for its link. */
  private boolean isIdOfLinked(PatientValues values) {
    SearchParameter definition = values.definition();
    return linksAreFollowed
        && definition != null
        && PatientValues.isOwnId(PatientCompartment.PATIENT, definition.code());
  }

  /** True when the constraint's parameter is there, and each time asks for nothing beyond it. */
  boolean implies(Constraint constraint) {
    List<Parameter> same =
        request.parameters().list().stream()
            .filter(parameter -> parameter.name().equals(constraint.parameter()))
            .toList();
    return !same.isEmpty() && same.stream().allMatch(constraint::isImpliedBy);
  }

  /**
   * True when the answer is, or contains, a count of what matches. Pages of a size or place of the
   * client's choosing count too: what is removed from them shows as a gap, or as a further page.
   */
  boolean wantsCount() {
    return request.parameters().all("_summary").contains("count")
        || request.parameters().all("_total").stream().anyMatch(total -> !total.equals("none"))
        || request.parameters().list().stream()
            .anyMatch(parameter -> CHOOSES_PAGES.contains(parameter.name()));
  }

  /** Repeats are ANDed, but a server that heeds one of them only must not widen the answer. */
  private boolean isProof(PatientValues proof, String patient) {
    return proof.proves(patient)
        && patientValues.stream()
            .filter(values -> sameElements(values.definition(), proof.definition()))
            .allMatch(values -> values.proves(patient));
  }

  private boolean isCompartmentOf(String patient) {
    return request
        .compartment()
        .filter(compartment -> compartment.type().equals(PatientCompartment.PATIENT))
        .filter(compartment -> compartment.id().equals(patient))
        .isPresent();
  }

  private static boolean sameElements(
      @Nullable SearchParameter one, @Nullable SearchParameter other) {
    return one != null
        && other != null
        && one.paths().size() == 1
        && other.paths().size() == 1
        && one.paths().get(0).members().equals(other.paths().get(0).members());
  }
}
