package org.ztclinical.benchmarks.cedar;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that every engine states in its own words: 96 {@linkplain Grant permits}, one for each
 * of 8 roles and 12 resource types, and five forbids that no permit overrules:
 *
 * <ol>
 *   <li>without MFA;
 *   <li>at a risk above {@link #MAX_RISK};
 *   <li>writing from the zone {@code administration};
 *   <li>data labelled {@code R} or {@code V} (restricted, very restricted) without break-glass;
 *   <li>in a session older than {@link #MAX_SESSION_MINUTES}, or from outside 10.0.0.0/8.
 * </ol>
 */
final class ClinicalRules {
  static final int MAX_RISK = 80;
  static final int MAX_SESSION_MINUTES = 480;
  static final String NO_WRITES_FROM = "administration";
  static final List<String> SENSITIVE = List.of("R", "V");

  static final List<String> ROLES =
      List.of(
          "physician",
          "nurse",
          "pharmacist",
          "radiologist",
          "lab-technician",
          "care-manager",
          "registrar",
          "billing-clerk");
  static final List<String> TYPES =
      List.of(
          "Patient",
          "Observation",
          "Condition",
          "MedicationRequest",
          "AllergyIntolerance",
          "Procedure",
          "DiagnosticReport",
          "Encounter",
          "Immunization",
          "DocumentReference",
          "ImagingStudy",
          "CarePlan");
  static final List<String> READS = List.of("read", "vread", "search-type");
  static final List<String> WRITES = List.of("create", "update", "patch", "delete");
  static final List<String> ZONES =
      List.of("ward", "icu", "pharmacy", "radiology", "laboratory", "administration");
  static final List<String> PURPOSES = List.of("TREAT", "ETREAT", "HPAYMT", "HOPERAT");

  private static final int CLINICAL_ROLES = 6;

  private ClinicalRules() {}

  /** The 96 permits. */
  static List<Grant> grants() {
    List<Grant> grants = new ArrayList<>();
    for (String role : ROLES) {
      for (String type : TYPES) {
        grants.add(grant(role, type));
      }
    }
    return grants;
  }

  /** The permit of this role for this type. */
  static Grant grant(String roleName, String typeName) {
    int role = ROLES.indexOf(roleName);
    int type = TYPES.indexOf(typeName);
    return new Grant(
        roleName,
        typeName,
        actions(role + type),
        1 + (role + type) % 3,
        zones(role, type),
        role < CLINICAL_ROLES ? PURPOSES.subList(0, 2) : PURPOSES.subList(2, 4));
  }

  private static List<String> actions(int number) {
    List<String> actions = new ArrayList<>(READS);
    if (number % 3 == 0) {
      actions.addAll(WRITES.subList(0, 3));
    }
    return actions;
  }

  private static List<String> zones(int role, int type) {
    int home = role % ZONES.size();
    return List.of(ZONES.get(home), ZONES.get((home + 1 + type % 5) % ZONES.size()));
  }
}
