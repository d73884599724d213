package org.ztclinical.policy;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How the policies are, now; for a health endpoint.
 *
 * @param policies how many decide
 * @param generation how many sets were taken into use, this one included
 * @param since when the current set was taken into use
 * @param problem why what is in the sources now is not in use; empty when it is
 */
public record PoliciesHealth(
    int policies, long generation, Instant since, Optional<String> problem) {
  public PoliciesHealth {
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(problem, "problem");
  }

  /** True when the sources hold what is in use, as far as they were read. */
  public boolean isCurrent() {
    return problem.isEmpty();
  }
}
