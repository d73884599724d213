package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One of the sixteen requests, with its answer.
 *
 * @param name what it tries
 * @param who the caller
 * @param action a FHIR interaction
 * @param type the resource's type
 * @param id the resource's id
 * @param patient the patient it is about
 * @param context the circumstances
 * @param allowed the answer
 */
record Question(
    String name,
    Clinician who,
    String action,
    String type,
    String id,
    String patient,
    Circumstances context,
    boolean allowed) {
  /** How many there are; a power of two, so that they can be asked in turns by a mask. */
  static final int COUNT = 16;

  /** All of them: nine are allowed, each of seven fails for another reason. */
  static List<Question> all() {
    return List.of(
        allowed(Clinician.AMAL, "physician", "Observation", "read", 3),
        allowed(Clinician.AMAL, "physician", "MedicationRequest", "create", 7),
        denied(Clinician.AMAL, "physician", "Condition", "read", Circumstances::withoutMfa),
        allowed(Clinician.AMAL, "care-manager", "CarePlan", "search-type", 0),
        denied(Clinician.AMAL, "physician", "Encounter", "read", c -> c.withRisk(81)),
        allowed(Clinician.BRUNO, "nurse", "Observation", "search-type", 19),
        allowed(Clinician.BRUNO, "lab-technician", "DiagnosticReport", "vread", 11),
        denied(
            Clinician.AMAL, "care-manager", "Observation", "update", c -> c.at("administration")),
        allowed(Clinician.BRUNO, "nurse", "Patient", "read", 5),
        denied(Clinician.BRUNO, "nurse", "Immunization", "read", c -> c.onSensitiveData(false)),
        allowed(Clinician.CHEN, "pharmacist", "AllergyIntolerance", "read", 8),
        denied(Clinician.CHEN, "radiologist", "ImagingStudy", "read", c -> c.from("192.0.2.7")),
        emergency(Clinician.CHEN, "radiologist", "DiagnosticReport", "patch", 2),
        ofAnotherPanel(Clinician.DARA, "registrar", "Encounter", "read", Clinician.AMAL),
        allowed(Clinician.DARA, "billing-clerk", "Procedure", "read", 13),
        denied(Clinician.DARA, "registrar", "Patient", "delete", UnaryOperator.identity()));
  }

  private static Question allowed(
      Clinician who, String role, String type, String action, int patient) {
    return of(who, role, type, action, who.panel().get(patient), UnaryOperator.identity(), true);
  }

  private static Question emergency(
      Clinician who, String role, String type, String action, int patient) {
    return of(
        who, role, type, action, who.panel().get(patient), c -> c.onSensitiveData(true), true);
  }

  private static Question denied(
      Clinician who,
      String role,
      String type,
      String action,
      UnaryOperator<Circumstances> spoiled) {
    return of(who, role, type, action, who.panel().get(4), spoiled, false);
  }

  private static Question ofAnotherPanel(
      Clinician who, String role, String type, String action, Clinician other) {
    return of(who, role, type, action, other.panel().get(4), UnaryOperator.identity(), false);
  }

  private static Question of(
      Clinician who,
      String role,
      String type,
      String action,
      String patient,
      UnaryOperator<Circumstances> change,
      boolean allowed) {
    Circumstances context = change.apply(Circumstances.fitting(ClinicalRules.grant(role, type)));
    // Text of its own, as it would come over the network: not found equal for being the same
    // object.
    String asked = String.copyValueOf(patient.toCharArray());
    String id = type.equals("Patient") ? asked : type + "-of-" + asked;
    return new Question(
        role + " " + action + " " + type, who, action, type, id, asked, context, allowed);
  }
}
