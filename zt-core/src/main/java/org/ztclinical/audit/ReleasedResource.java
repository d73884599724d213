package org.ztclinical.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One resource that leaves.
 *
 * @param type the FHIR type
 * @param id the pseudonym of type and id; absent for a resource without an id
 * @param patients the patients it is about, at most 16 are kept
 */
public record ReleasedResource(String type, Optional<Pseudonym> id, List<Pseudonym> patients) {
  /** Most patients kept for one resource. */
  public static final int MAX_PATIENTS = 16;

  public ReleasedResource {
    type = Bounded.text(type);
    Objects.requireNonNull(id, "id");
    patients =
        patients.size() < 2
            ? List.copyOf(patients)
            : patients.stream().distinct().limit(MAX_PATIENTS).toList();
  }

  /** A resource with an id. */
  public static ReleasedResource of(String type, Pseudonym id, List<Pseudonym> patients) {
    return new ReleasedResource(type, Optional.of(id), patients);
  }

  /** A resource without an id, as an OperationOutcome often is. */
  public static ReleasedResource withoutId(String type, List<Pseudonym> patients) {
    return new ReleasedResource(type, Optional.empty(), patients);
  }
}
