package org.ztclinical.cedar.ast;

import org.ztclinical.cedar.value.Span;

/**
 * A condition of a policy.
 *
 * @param kind how its value counts
 * @param body must be a Bool when evaluated
 * @param at where the whole clause was written
 */
public record Condition(Kind kind, Expr body, Span at) {
  /** How a condition's value counts. */
  public enum Kind {
    /** Must be true. */
    WHEN("when"),
    /** Must be false. */
    UNLESS("unless");

    private final String cedarName;

    Kind(String cedarName) {
      this.cedarName = cedarName;
    }

    /** The word in the Cedar language. */
    public String cedarName() {
      return cedarName;
    }
  }
}
