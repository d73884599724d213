package org.ztclinical.policy;

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
 */
record Answer(
    boolean allowed,
    Set<String> decidedBy,
    List<Reason> reasons,
    Set<Obligation> obligations,
    Set<String> uniformTypes) {}
