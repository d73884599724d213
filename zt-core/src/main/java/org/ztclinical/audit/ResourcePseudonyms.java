package org.ztclinical.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * Pseudonyms of the resources of one server while one answer is recorded: the same as {@link
 * Pseudonyms#resource(String, String, String)} gives, each patient's computed once. For one thread,
 * and not to be kept: it remembers identifiers.
 */
public final class ResourcePseudonyms {
  private static final String PATIENT = "Patient";

  private final Pseudonyms pseudonyms;
  private final String system;
  private final Map<String, Pseudonyms.Kind> kinds = new HashMap<>();
  private final Map<String, Pseudonym> patients = new HashMap<>();

  ResourcePseudonyms(Pseudonyms pseudonyms, String system) {
    this.pseudonyms = pseudonyms;
    this.system = system;
  }

  /** A patient of the server. */
  public Pseudonym patient(String id) {
    return patients.computeIfAbsent(id, any -> computed(PATIENT, id));
  }

  /** A resource of the server. */
  public Pseudonym of(String type, String id) {
    return type.equals(PATIENT) ? patient(id) : computed(type, id);
  }

  private Pseudonym computed(String type, String id) {
    return kinds.computeIfAbsent(type, t -> pseudonyms.resources(system, t)).of(id);
  }

  @Override
  public String toString() {
    return "resource pseudonyms";
  }
}
