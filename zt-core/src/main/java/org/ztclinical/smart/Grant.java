package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.json.JsonObject;

/**
 * One scope as it applies to one resource type in one launch context: which resources of the type
 * it reaches. Immutable.
 */
final class Grant {
  private final Settings settings;
  private final Scope scope;
  private final @Nullable String patient;
  private final List<SearchParameter> definitions;

  private Grant(
      Settings settings, Scope scope, @Nullable String patient, List<SearchParameter> definitions) {
    this.settings = settings;
    this.scope = scope;
    this.patient = patient;
    this.definitions = List.copyOf(definitions);
  }

  /** The scope applied to a type; null when a constraint cannot be evaluated on it. */
  static @Nullable Grant of(Settings settings, Scope scope, String type, @Nullable String patient) {
    if (scope.constraints().isEmpty()) {
      return new Grant(settings, scope, patient, List.of());
    }
    List<SearchParameter> definitions = new ArrayList<>();
    for (Constraint constraint : scope.constraints()) {
      Optional<SearchParameter> definition = constraint.definition(type);
      if (definition.isEmpty()) {
        return null;
      }
      definitions.add(definition.get());
    }
    return new Grant(settings, scope, patient, definitions);
  }

  boolean permits(Permission permission) {
    return scope.permissions().contains(permission);
  }

  boolean isPatientContext() {
    return scope.context() == Scope.Context.PATIENT;
  }

  /** The patient to whose compartment the grant is confined, if it is. */
  @Nullable String patient() {
    return patient;
  }

  List<Constraint> constraints() {
    return scope.constraints();
  }

  List<SearchParameter> definitions() {
    return definitions;
  }

  /** True when it reaches every resource of the type. */
  boolean isWhole() {
    return patient == null && definitions.isEmpty();
  }

  /** True when it reaches all of the patient's resources of the type. */
  boolean isWholeCompartment() {
    return patient != null && definitions.isEmpty();
  }

  boolean covers(JsonObject resource) {
    return isInCompartment(resource) && meetsConstraints(resource);
  }

  /** The members by which {@link #covers} decides about a type. */
  Set<String> reads(String type) {
    Set<String> members = new HashSet<>();
    if (patient != null) {
      members.addAll(settings.compartment().reads(type));
    }
    for (SearchParameter definition : definitions) {
      definition.paths().forEach(path -> members.add(path.root()));
    }
    return members;
  }

  boolean isInCompartment(JsonObject resource) {
    return patient == null || settings.compartment().contains(resource, patient, settings.base());
  }

  /**
   * True when writing it stays within the grant. A resource that belongs to other patients too is
   * not the patient's alone to write.
   *
   * @param identified false for a create: the id that a body may carry is not the resource's
   */
  boolean coversWrite(JsonObject resource, boolean identified) {
    if (!covers(resource)) {
      return false;
    }
    if (patient == null) {
      return true;
    }
    boolean itself = resource.string("resourceType").filter("Patient"::equals).isPresent();
    return (identified || !itself)
        && settings.compartment().patients(resource, settings.base()).equals(Set.of(patient));
  }

  private boolean meetsConstraints(JsonObject resource) {
    for (int i = 0; i < definitions.size(); i++) {
      if (!scope.constraints().get(i).isMetBy(resource, definitions.get(i), settings.base())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return scope + (patient == null ? "" : " in the compartment");
  }
}
