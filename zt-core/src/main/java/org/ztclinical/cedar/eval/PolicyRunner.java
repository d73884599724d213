package org.ztclinical.cedar.eval;

/** Runs the conditions of policies by their numbers. Safe for use by many threads. */
@FunctionalInterface
public interface PolicyRunner {
  /**
   * The {@link Outcome} of a policy whose scope matches.
   *
   * @param number the policy's place
   * @param in the request, with the slots that the policy reads resolved
   */
  int run(int number, Evaluation in);
}
