package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ztclinical.audit.Pseudonym;
import org.ztclinical.audit.Pseudonyms;
import org.ztclinical.audit.ReleasedResource;
import org.ztclinical.audit.ResourcePseudonyms;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
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
    ResourcePseudonyms known = pseudonyms.resourcesOf(system);
    for (JsonObject resource : resources) {
      named.add(named(resource, known));
    }
    return named;
  }

  private ReleasedResource named(JsonObject resource, ResourcePseudonyms pseudonyms) {
    String type = text(resource, "resourceType");
    List<Pseudonym> patients = new ArrayList<>(1);
    for (String patient : compartment.patients(resource, base)) {
      patients.add(pseudonyms.patient(patient));
    }
    return resource.get("id") instanceof JsonString id
        ? ReleasedResource.of(type, pseudonyms.of(type, id.value()), patients)
        : ReleasedResource.withoutId(type, patients);
  }

  private static String text(JsonObject resource, String member) {
    return resource.get(member) instanceof JsonString text ? text.value() : "";
  }
}
