package org.ztclinical.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose record something touched belongs to, as far as that can be established. Immutable; prints
 * no ids.
 *
 * @param patients the patients who are known
 * @param complete whether there are no others; with no patient and complete, it is in nobody's
 *     record
 * @param identified whether it is known which resource it is, or that it is a new one
 */
record Whose(Set<String> patients, boolean complete, boolean identified) {
  private static final Whose NOBODY = new Whose(Set.of(), true, true);
  private static final Whose UNKNOWN = new Whose(Set.of(), false, true);

  Whose {
    patients = Set.copyOf(patients);
  }

  /** In nobody's record. */
  static Whose nobody() {
    return NOBODY;
  }

  /** In these patients' records and in no other. */
  static Whose of(Set<String> patients) {
    return patients.isEmpty() ? NOBODY : new Whose(patients, true, true);
  }

  /** In the records of patients whom nobody knows. */
  static Whose unknown() {
    return UNKNOWN;
  }

  /** In the records of all of both. */
  Whose and(Whose other) {
    Set<String> all = new TreeSet<>(patients);
    all.addAll(other.patients);
    return new Whose(all, complete && other.complete, identified && other.identified);
  }

  /** For whom is asked: for each patient; without any, for nobody. */
  List<Optional<String>> each() {
    return patients.isEmpty()
        ? List.of(Optional.empty())
        : patients.stream().map(Optional::of).toList();
  }

  /** The same, of a resource that a search will find: nobody knows which. */
  Whose ofAnyResource() {
    return new Whose(patients, complete, false);
  }

  /** Whether everything is known that a policy can look at. */
  boolean isCertain() {
    return complete && identified;
  }

  @Override
  public String toString() {
    return patients.size() + " patients" + (isCertain() ? "" : ", perhaps more");
  }
}
