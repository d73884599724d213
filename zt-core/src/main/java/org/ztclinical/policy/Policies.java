package org.ztclinical.policy;

/** The policies that decide now. */
interface Policies {
  /** The current generation; a decision asks once and keeps to it. */
  LoadedPolicies current();

  /** What they are, in a few words for the start-up log. */
  String describe();
}
