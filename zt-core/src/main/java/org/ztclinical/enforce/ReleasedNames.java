package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ztclinical.audit.Pseudonym;
import org.ztclinical.audit.Pseudonyms;
import org.ztclinical.audit.ReleasedResource;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Experimental;
import org.ztclinical.smart.PatientCompartment;

/**
 * Names released resources for the audit log: type, id and patients, the latter two as pseudonyms.
 */
@Experimental
public final class ReleasedNames {
  private final PatientCompartment compartment;
  private final ServerBase base;

  /**
   * Names a resource's patients by this compartment.
   *
   * @param base of the server whose patients they are
   */
  public ReleasedNames(PatientCompartment compartment, ServerBase base) {
    this.compartment = Objects.requireNonNull(compartment, "compartment");
    this.base = Objects.requireNonNull(base, "base");
  }

  /** The members of a resource of this type by which it is named. */
  Set<String> reads(String type) {
    return compartment.reads(type);
  }

  List<ReleasedResource> of(
      Collection<JsonObject> resources, String system, Pseudonyms pseudonyms) {
    List<ReleasedResource> named = new ArrayList<>(resources.size());
    Map<String, Pseudonym> known = new HashMap<>();
    for (JsonObject resource : resources) {
      String type = resource.string("resourceType").orElse("");
      List<Pseudonym> patients = new ArrayList<>();
      for (String id : compartment.patients(resource, base)) {
        patients.add(known.computeIfAbsent(id, any -> pseudonyms.resource(system, "Patient", id)));
      }
      named.add(
          resource
              .string("id")
              .map(id -> ReleasedResource.of(type, pseudonyms.resource(system, type, id), patients))
              .orElseGet(() -> ReleasedResource.withoutId(type, patients)));
    }
    return named;
  }
}
