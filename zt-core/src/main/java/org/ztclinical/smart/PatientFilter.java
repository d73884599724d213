package org.ztclinical.smart;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.reason.Reason;

/**
 * Lets one patient's record leave and what is nobody's: of types in the patient compartment only
 * members of this patient's, of other types only those shared with patients.
 */
record PatientFilter(Settings settings, String patient) implements ReleaseFilter {
  @Override
  public Optional<Reason> refuses(JsonObject resource) {
    String type = resource.get("resourceType") instanceof JsonString text ? text.value() : "";
    boolean leaves =
        settings.compartment().mayContain(type)
            ? settings.compartment().contains(resource, patient, settings.base())
            : settings.sharedTypes().contains(type) || GrantFilter.isCarrier(resource, type);
    return leaves
        ? Optional.empty()
        : Optional.of(Reason.of(SmartReason.OUTSIDE_COMPARTMENT, knownType(type)));
  }

  @Override
  public Optional<Set<String>> reads(String type) {
    Set<String> members = new HashSet<>(settings.compartment().reads(type));
    members.add("type");
    return Optional.of(members);
  }

  private static String knownType(String type) {
    return ResourceTypes.contains(type) ? type : "no known type";
  }

  @Override
  public String toString() {
    return "one patient's record";
  }
}
