package org.ztclinical.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * Reads the references that make a resource part of somebody's record, and notes where one may mean
 * a patient without telling whom: by criteria, by an identifier alone, by a name that is not known,
 * or as a contained resource. Used once, by one thread.
 */
final class PatientReferences {
  static final String CONTAINED = "contained";

  private final JsonObject resource;
  private final ServerBase base;
  private final SentTogether together;
  private final Set<String> patients = new TreeSet<>();
  private boolean complete = true;

  /** By id, whether what is contained is no patient; read when first asked. */
  private @Nullable Map<String, Boolean> isOther;

  PatientReferences(JsonObject resource, ServerBase base, SentTogether together) {
    this.resource = resource;
    this.base = base;
    this.together = together;
  }

  /** What was read so far. */
  Whose whose() {
    return new Whose(patients, complete, true);
  }

  /** Reads a Reference element. */
  void read(JsonValue element) {
    if (!(element instanceof JsonObject reference)) {
      complete = false;
    } else if (reference.get("reference") instanceof JsonString text) {
      literal(text.value());
    } else if (reference.get("reference") != null) {
      complete = false;
    } else if (reference.get("identifier") != null) {
      complete &= !mayBePatient(reference.string("type").orElse(""));
    }
  }

  private void literal(String text) {
    Optional<Reference> local = Reference.parse(text, base);
    local.filter(PatientReferences::isPatient).ifPresent(patient -> patients.add(patient.id()));
    Optional<Whose> sent = together.named(text);
    if (sent.isPresent()) {
      // A server may take it for the entry, or for what the text says: both are asked about.
      patients.addAll(sent.get().patients());
      complete &= sent.get().complete();
    } else if (local.isEmpty()) {
      complete &= cannotBePatient(text);
    }
  }

  private static boolean isPatient(Reference reference) {
    return reference.type().equals(Fhir.PATIENT);
  }

  /** What is no reference to a resource of this server, and yet may be resolved to one of them. */
  private boolean cannotBePatient(String text) {
    if (text.startsWith("#")) {
      return isContainedOther(text.substring(1));
    }
    int question = text.indexOf('?');
    if (question >= 0) {
      return !mayBePatient(text.substring(0, question));
    }
    // Of another server: whose patient that is, concerns nobody here.
    return text.startsWith("https://") || text.startsWith("http://");
  }

  /** Of contained resources with one id, each must be another than a patient. */
  private boolean isContainedOther(String id) {
    Map<String, Boolean> known = isOther;
    if (known == null) {
      known = contained();
      isOther = known;
    }
    return known.getOrDefault(id, false);
  }

  private Map<String, Boolean> contained() {
    Map<String, Boolean> contained = new HashMap<>();
    for (JsonObject one : resource.objects(CONTAINED)) {
      boolean other = !mayBePatient(one.string("resourceType").orElse(""));
      one.string("id").ifPresent(id -> contained.merge(id, other, Boolean::logicalAnd));
    }
    return contained;
  }

  private static boolean mayBePatient(String type) {
    return type.equals(Fhir.PATIENT) || !ResourceTypes.contains(type);
  }

  @Override
  public String toString() {
    return "references to " + whose();
  }
}
