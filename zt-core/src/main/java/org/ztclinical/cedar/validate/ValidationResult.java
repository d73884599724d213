package org.ztclinical.cedar.validate;

import java.util.List;

/**
 * What the validator found, policy by policy in the order of the policy set. Immutable.
 *
 * @param errors the policies may fail when evaluated, or cannot mean what they say
 * @param warnings they are valid, and worth a second look
 */
public record ValidationResult(List<Finding> errors, List<Finding> warnings) {
  public ValidationResult {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Whether there is no error; warnings do not count. */
  public boolean isValid() {
    return errors.isEmpty();
  }
}
