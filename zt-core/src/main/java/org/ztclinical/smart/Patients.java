package org.ztclinical.smart;

import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.Reference;
import org.ztclinical.request.Parameters.Parameter;

/** Whom a request is about, as far as it tells; for the audit record. */
final class Patients {
  private Patients() {}

  /**
   * The patient in context where that confines the answer, and every patient whom the request
   * names: in its path, in the query of a search, in the resource sent. The parameters of an
   * operation mean what the operation says: one that is called like a search parameter names
   * nobody.
   */
  static Set<String> of(Settings settings, Grants grants, FhirRequest request, boolean confined) {
    Set<String> patients = new TreeSet<>();
    String launchPatient = grants.launchPatient();
    if (confined && launchPatient != null) {
      patients.add(launchPatient);
    }
    if (request.type().filter(PatientCompartment.PATIENT::equals).isPresent()) {
      request.id().ifPresent(patients::add);
    }
    request
        .compartment()
        .filter(compartment -> compartment.type().equals(PatientCompartment.PATIENT))
        .map(Reference::id)
        .ifPresent(patients::add);
    if (request.interaction().isWrite()) {
      request
          .resource()
          .ifPresent(
              written ->
                  patients.addAll(settings.compartment().patients(written, settings.base())));
    }
    if (request.interaction() == Interaction.OPERATION) {
      return patients;
    }
    String type = request.type().orElse("");
    for (Parameter parameter : request.parameters().list()) {
      PatientValues values = PatientValues.read(settings, type, parameter);
      if (values.definition() != null) {
        patients.addAll(values.patients());
      }
    }
    return patients;
  }
}
