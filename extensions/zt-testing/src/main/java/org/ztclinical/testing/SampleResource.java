package org.ztclinical.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.smart.PatientCompartment;

/** The least resource of a type that is in a patient's record, by the official compartment. */
final class SampleResource {
  private static final PatientCompartment COMPARTMENT = PatientCompartment.official();

  private SampleResource() {}

  static boolean canBeOfPatient(String type) {
    return COMPARTMENT.mayContain(type);
  }

  static JsonObject of(String type, String id, Optional<PatientRecord> patient) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("resourceType", new JsonString(type));
    members.put("id", new JsonString(id));
    if (patient.isPresent() && !type.equals("Patient")) {
      ElementPath path = COMPARTMENT.parameters(type).get(0).paths().get(0);
      List<String> names = path.members();
      JsonValue value = object("reference", new JsonString("Patient/" + patient.get().id()));
      for (int i = names.size() - 1; i > 0; i--) {
        value = object(names.get(i), value);
      }
      members.put(names.get(0), path.repeats() ? new JsonArray(List.of(value)) : value);
    }
    return new JsonObject(members);
  }

  private static JsonObject object(String name, JsonValue value) {
    return new JsonObject(Map.of(name, value));
  }
}
