package org.ztclinical.cedar.text;

import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;

/** Holds what is read to the limits on nesting and on members. */
final class Bounds {
  private final Tokens tokens;
  private final CedarLimits limits;

  Bounds(Tokens tokens) {
    this.tokens = tokens;
    this.limits = tokens.limits();
  }

  /** The tokens that are read. */
  Tokens tokens() {
    return tokens;
  }

  /** The depth of what stands on parts of this depth, if it is allowed. */
  int above(int depth) throws CedarSyntaxException {
    if (depth >= limits.maxDepth()) {
      throw limit("this is nested deeper than the limit of %d levels", limits.maxDepth());
    }
    return depth + 1;
  }

  /** Requires that so many members, terms or arguments are allowed. */
  void members(int count) throws CedarSyntaxException {
    if (count > limits.maxMembers()) {
      throw limit("there are more than %d members here, which is the limit", limits.maxMembers());
    }
  }

  /** Requires that so many policies are allowed. */
  void policies(int count) throws CedarSyntaxException {
    if (count > limits.maxPolicies()) {
      throw limit("there are more than %d policies, which is the limit", limits.maxPolicies());
    }
  }

  private CedarSyntaxException limit(String sentence, int limit) throws CedarSyntaxException {
    return tokens.error(Fault.LIMIT, tokens.peek(), sentence.formatted(limit));
  }
}
