package org.ztclinical.smart;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ServerBase;

/** What a {@link ScopeAuthorizer} was configured with. */
record Settings(
    ServerBase base,
    PatientCompartment compartment,
    Set<String> sharedTypes,
    ResourceLookup lookup,
    PatchPreview preview,
    List<OperationRule> operations,
    BulkRoutes exports) {

  Settings {
    sharedTypes = Set.copyOf(sharedTypes);
    operations = List.copyOf(operations);
  }

  /** The same with the lookup of one request and all its entries, by which previews count, too. */
  Settings lookingUpIn(BoundedLookup stored) {
    return new Settings(
        base, compartment, sharedTypes, stored, preview.countedBy(stored), operations, exports);
  }

  /** The first rule about an operation that is called; empty when none allows it. */
  Optional<OperationRule> rule(FhirRequest request) {
    return operations.stream().filter(rule -> rule.isOf(request)).findFirst();
  }
}
