package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.access.Obligation;
import org.ztclinical.reason.Reason;

/**
 * What policies say about one or several things, taken together.
 *
 * @param allowed whether all of it is permitted
 * @param decidedBy ids of the determining policies: the permits, or the forbids of what is denied
 * @param reasons why it is denied, the decisive one first; of what is permitted, policies that
 *     could not be evaluated
 * @param obligations of all determining permits
 * @param uniformTypes resource types of which every resource is permitted when this is
 * @param turnsOnPatient whether a resource that was asked about by its id could have another
 *     answer, were its patient known
 */
record Answer(
    boolean allowed,
    Set<String> decidedBy,
    List<Reason> reasons,
    Set<Obligation> obligations,
    Set<String> uniformTypes,
    boolean turnsOnPatient) {

  /** What is not permitted. */
  static Answer denied(Set<String> decidedBy, List<Reason> reasons, boolean turnsOnPatient) {
    return new Answer(false, decidedBy, reasons, Set.of(), Set.of(), turnsOnPatient);
  }

  /** The same denial, beginning with another reason; the decisive one is what callers are told. */
  Answer beginningWith(PolicyReason code) {
    List<Reason> all = new ArrayList<>(List.of(Reason.of(code)));
    all.addAll(reasons);
    return denied(decidedBy, all, turnsOnPatient);
  }

  /** This denial, and why another way of asking was denied, too. */
  Answer and(Answer other) {
    Set<String> by = new LinkedHashSet<>(decidedBy);
    by.addAll(other.decidedBy);
    Set<Reason> all = new LinkedHashSet<>(reasons);
    all.addAll(other.reasons);
    return denied(by, List.copyOf(all), turnsOnPatient);
  }
}
