package org.ztclinical.samples.clinic.auth;

import java.util.List;

/**
 * The patients an app can be launched for.
 *
 * @param ids the ids of all patients of the clinic
 * @param withLogin the id of the one who can log in
 */
public record ClinicPatients(List<String> ids, String withLogin) {
  public ClinicPatients {
    ids = List.copyOf(ids);
    if (!ids.contains(withLogin)) {
      throw new IllegalArgumentException("the patient with a login is not in the clinic");
    }
  }

  @Override
  public String toString() {
    return "ClinicPatients[" + ids.size() + "]";
  }
}
