package org.ztclinical.access;

import java.util.List;
import java.util.Set;

/**
 * The patients whom a decision turned out to be about: by what was sent, and by what was looked up
 * to decide. For the audit record alone; it neither allows nor confines anything. Prints no ids.
 *
 * @param whole of the request; of a bundle that is permitted, of its permitted entries
 * @param entries of each entry of a bundle; empty for anything else
 */
public record ConcernedPatients(Set<String> whole, List<Set<String>> entries) {
  private static final ConcernedPatients UNKNOWN = new ConcernedPatients(Set.of(), List.of());

  public ConcernedPatients {
    whole = Set.copyOf(whole);
    entries = entries.stream().map(Set::copyOf).toList();
  }

  /** None was established. */
  static ConcernedPatients unknown() {
    return UNKNOWN;
  }

  /** The patients of one entry of a bundle, as far as they were established. */
  public Set<String> ofEntry(int entry) {
    return entry < entries.size() ? entries.get(entry) : Set.of();
  }

  @Override
  public String toString() {
    return whole.size() + " patients";
  }
}
