package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Who asks.
 *
 * @param id the user
 * @param roles two roles
 * @param department the third group they are in
 * @param panel the ids of their patients
 */
record Clinician(String id, List<String> roles, String department, List<String> panel) {
  static final Clinician AMAL = of("amal", "physician", "care-manager", "cardiology");
  static final Clinician BRUNO = of("bruno", "nurse", "lab-technician", "oncology");
  static final Clinician CHEN = of("chen", "pharmacist", "radiologist", "surgery");
  static final Clinician DARA = of("dara", "registrar", "billing-clerk", "front-desk");

  static final List<Clinician> ALL = List.of(AMAL, BRUNO, CHEN, DARA);

  private static final int PATIENTS = 20;

  Clinician {
    roles = List.copyOf(roles);
    panel = List.copyOf(panel);
  }

  private static Clinician of(String id, String role, String second, String department) {
    List<String> panel =
        IntStream.range(0, PATIENTS).mapToObj(number -> id + "-patient-" + number).toList();
    return new Clinician(id, List.of(role, second), department, panel);
  }
}
