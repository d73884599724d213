package org.ztclinical.testing;

import java.util.Objects;

/**
 * The patient whose record a request of a policy test is about.
 *
 * @param id of the patient
 */
public record PatientRecord(String id) {
  public PatientRecord {
    Objects.requireNonNull(id, "id");
  }

  /** The record of this patient. */
  public static PatientRecord patient(String id) {
    return new PatientRecord(id);
  }
}
