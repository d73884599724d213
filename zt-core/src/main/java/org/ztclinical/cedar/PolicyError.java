package org.ztclinical.cedar;

import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.value.CedarError;

/**
 * A policy whose conditions could not be evaluated. Holds nothing of the request; {@link
 * Authorizer#explain} tells the place in the policy.
 *
 * @param policy which
 * @param error why
 */
public record PolicyError(Policy policy, CedarError error) {
  /** The id of the policy. */
  public String id() {
    return policy.id();
  }

  @Override
  public String toString() {
    return policy.id() + ": " + error.sentence();
  }
}
