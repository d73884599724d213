package org.ztclinical;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ScopeAuthorizer;

/** What a builder was told about the FHIR server: what it offers, and what belongs to whom. */
final class FhirSettings {
  private final Set<String> sharedTypes = new LinkedHashSet<>();
  private final List<OperationRule> operations = new ArrayList<>();
  private PatientCompartment compartment = PatientCompartment.official();
  private FhirClassifier classifier = FhirClassifier.create();
  private BulkRoutes exports = BulkRoutes.none();

  void shareWithPatients(String... types) {
    sharedTypes.addAll(List.of(types));
  }

  void allowOperation(OperationRule rule) {
    operations.add(Objects.requireNonNull(rule, "rule"));
  }

  void bulkExport(BulkRoutes routes) {
    exports = Objects.requireNonNull(routes, "routes");
    allowOperation(OperationRule.bulkExport());
  }

  void compartment(PatientCompartment changed) {
    compartment = Objects.requireNonNull(changed, "compartment");
  }

  void searchParameters(String type, String... names) {
    classifier = classifier.knowing(type, names);
  }

  PatientCompartment compartment() {
    return compartment;
  }

  BulkRoutes exports() {
    return exports;
  }

  FhirClassifier classifier() {
    return classifier.exports(exports);
  }

  /** A builder of what decides by scopes, but for who knows what is stored. */
  ScopeAuthorizer.Builder scopes(ServerBase base) {
    ScopeAuthorizer.Builder scopes =
        ScopeAuthorizer.builder(base).compartment(compartment).exports(exports);
    sharedTypes.forEach(scopes::shareWithPatients);
    operations.forEach(scopes::allowOperation);
    return scopes;
  }
}
