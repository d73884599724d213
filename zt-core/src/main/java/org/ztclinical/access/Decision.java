package org.ztclinical.access;

/**
 * An answer about an authenticated request; each is in the audit log before anything follows it.
 */
public sealed interface Decision extends Outcome permits Permit, Denial {
  /** Links the decision record with its release records. */
  String decisionId();

  /** What was asked. */
  AccessRequest request();

  /** What each layer said. */
  Explanation explanation();

  /** The policies that determined it; none where policies are not configured or were not asked. */
  default DecidedBy decidedBy() {
    return explanation().decidedBy();
  }
}
