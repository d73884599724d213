package org.ztclinical.smart;

import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.Reference;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.Parameters.Parameter;

/** Whom a request is about, as far as it tells; for the audit record. */
final class Patients {
  private Patients() {}

  /**
   * The patient in context where that confines the answer, and every patient whom the request
   * names: in its path, in the query of a search, in the resource sent, and in the parameters of an
   * operation by a reference or as part of a record that is sent.
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
      patients.addAll(named(settings, request));
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

  private static Set<String> named(Settings settings, FhirRequest request) {
    OperationInput input = OperationInput.of(request, settings.rule(request), settings.base());
    Set<String> patients = new TreeSet<>();
    for (Reference reference : input.named()) {
      if (reference.type().equals(PatientCompartment.PATIENT)) {
        patients.add(reference.id());
      }
    }
    for (JsonObject sent : input.resources()) {
      patients.addAll(settings.compartment().patients(sent, settings.base()));
    }
    return patients;
  }
}
