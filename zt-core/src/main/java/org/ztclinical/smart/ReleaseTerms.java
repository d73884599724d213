package org.ztclinical.smart;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The terms on which a covered request may run and its answer may leave.
 *
 * @param filter decides for every resource of the answer; refuses all but carriers where {@code
 *     entries} have filters of their own
 * @param narrowing how the query may be confined before it runs
 * @param suppressBody the write is covered but reading its result is not: ask the application for
 *     {@code return=minimal} and let no resource but an OperationOutcome leave
 * @param totalReliable a count the server gives is a count of what is covered, provided that {@link
 *     Narrowing#apply} was used; otherwise totals must not leave
 * @param entries for a batch or transaction, the decision on each entry in order; empty otherwise
 * @param patients ids of the patients the decision is about, as far as the request tells; for audit
 */
public record ReleaseTerms(
    ReleaseFilter filter,
    Narrowing narrowing,
    boolean suppressBody,
    boolean totalReliable,
    List<ScopeDecision> entries,
    Set<String> patients) {

  public ReleaseTerms {
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(narrowing, "narrowing");
    entries = List.copyOf(entries);
    patients = Set.copyOf(patients);
  }

  /** Without the patients' ids. */
  @Override
  public String toString() {
    return narrowing
        + (suppressBody ? ", body suppressed" : "")
        + (totalReliable ? "" : ", no totals")
        + ", "
        + entries.size()
        + " entries, "
        + patients.size()
        + " patients";
  }
}
