package org.ztclinical.samples.clinic.synthea;

import java.util.List;

/** The patients of the synthetic set, by id. */
public final class SyntheticPatients {

  private SyntheticPatients() {}

  /** One patient of the set, alive or not. */
  public record Person(String id, String birthDate, boolean alive) {

    /** The reference to this patient, as in {@code Patient/123}. */
    public String reference() {
      return "Patient/" + id;
    }
  }

  /**
   * The first patients in the order of their ids.
   *
   * @param count how many; more than there are means all
   */
  public static List<Person> first(int count) {
    return new SyntheaFiles()
        .read("Patient.ndjson.gz").stream()
            .map(
                patient ->
                    new Person(
                        patient.id(),
                        patient.text("birthDate"),
                        patient.text("deceasedDateTime").isEmpty()))
            .limit(count)
            .toList();
  }

  /**
   * The patient who has a login: the first who is alive and was born in 1930 or later.
   *
   * @param people patients of the clinic, at least one
   */
  public static Person withLogin(List<Person> people) {
    return people.stream()
        .filter(person -> person.alive() && person.birthDate().compareTo("1930") >= 0)
        .findFirst()
        .orElseGet(() -> people.get(0));
  }
}
