/**
 * The policy decision point (NIST SP 800-207 §3): asks each layer in order and issues the decision.
 * Read {@link org.ztclinical.policy.DecisionPoint} first. It never performs I/O of its own and
 * never remembers a decision.
 */
@NullMarked
package org.ztclinical.policy;

import org.jspecify.annotations.NullMarked;
