package org.ztclinical.relationship;

/** By what a user has to do with a patient's care. */
public enum RelationshipKind {
  /** A member of an active care team (FHIR CareTeam). */
  CARE_TEAM("care-team"),
  /** A participant of an encounter that is going on, or ended recently (FHIR Encounter). */
  ENCOUNTER("encounter"),
  /** A participant of an appointment that is near (FHIR Appointment). */
  APPOINTMENT("appointment"),
  /** The patient's own practice (FHIR Patient.generalPractitioner). */
  GENERAL_PRACTITIONER("general-practitioner"),
  /** Something that only the application knows: a ward, a roster, a referral. */
  ASSIGNED("assigned");

  private final String word;

  RelationshipKind(String word) {
    this.word = word;
  }

  /** As policies spell it. */
  public String word() {
    return word;
  }
}
