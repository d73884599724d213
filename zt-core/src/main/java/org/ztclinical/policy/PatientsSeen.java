package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.access.ConcernedPatients;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Reference;
import org.ztclinical.json.JsonObject;
import org.ztclinical.smart.OperationInput;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.smart.ScopeDecision;

/**
 * Whom a decided request is about, by what was sent and by what was looked up anyway: so that the
 * audit record names them, and an attempt on somebody's record stands there as one. Looks up
 * nothing itself.
 */
record PatientsSeen(ScopeAuthorizer scopes, BoundedLookup stored) {

  /** The same decision, with the patients whom it turned out to be about. */
  Decision in(Decision decision) {
    if (decision instanceof Permit permit) {
      return in(permit);
    }
    return decision instanceof Denial denial ? in(denial) : decision;
  }

  private Permit in(Permit permit) {
    if (permit.request().route().isPresent()) {
      return permit;
    }
    FhirRequest request = permit.request().fhir();
    List<Set<String>> entries = entries(request);
    Set<String> whole = of(request);
    List<ScopeDecision> decisions = permit.terms().entries();
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i).terms().isPresent()) {
        whole.addAll(entries.get(i));
      }
    }
    return permit.concerning(new ConcernedPatients(whole, entries));
  }

  private Denial in(Denial denial) {
    if (denial.request().route().isPresent()) {
      return denial;
    }
    FhirRequest request = denial.request().fhir();
    List<Set<String>> entries = entries(request);
    Set<String> whole = of(request);
    entries.forEach(whole::addAll);
    return denial.concerning(new ConcernedPatients(whole, entries));
  }

  private List<Set<String>> entries(FhirRequest request) {
    List<Set<String>> patients = new ArrayList<>(request.entries().size());
    for (Classified entry : request.entries()) {
      patients.add(entry.fold(this::of, unknown -> Set.of()));
    }
    return patients;
  }

  private Set<String> of(FhirRequest request) {
    Set<String> patients = new TreeSet<>();
    String type = request.type().orElse("");
    request.id().ifPresent(id -> addStored(type, id, patients));
    if (request.interaction().isWrite()) {
      request.resource().filter(sent -> isOf(sent, type)).ifPresent(sent -> add(sent, patients));
    }
    OperationInput input = scopes.operationInput(request);
    input.resources().forEach(sent -> add(sent, patients));
    for (Reference named : input.named()) {
      addStored(named.type(), named.id(), patients);
    }
    return patients;
  }

  private void addStored(String type, String id, Set<String> patients) {
    if (type.equals(Fhir.PATIENT)) {
      patients.add(id);
    }
    stored.seen(type, id).ifPresent(found -> add(found, patients));
  }

  private void add(JsonObject resource, Set<String> patients) {
    patients.addAll(scopes.patients(resource));
  }

  private static boolean isOf(JsonObject resource, String type) {
    return resource.string("resourceType").equals(Optional.of(type));
  }

  @Override
  public String toString() {
    return "patients seen";
  }
}
