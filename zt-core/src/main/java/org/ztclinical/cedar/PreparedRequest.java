package org.ztclinical.cedar;

import org.ztclinical.cedar.eval.Candidates;
import org.ztclinical.cedar.eval.Evaluation;

/**
 * A request in which everything is looked up that does not need a policy's conditions: the policies
 * whose scope matches, and the attributes that these read. Made by {@link Authorizer#prepare},
 * understood by the authorizer that made it and by no other. A picture of its time, as its {@code
 * Entities} are: it holds facts, no decision. Safe for use by many threads.
 */
public final class PreparedRequest {
  private final Authorizer owner;
  private final Evaluation evaluation;
  private final Candidates candidates;

  PreparedRequest(Authorizer owner, Evaluation evaluation, Candidates candidates) {
    this.owner = owner;
    this.evaluation = evaluation;
    this.candidates = candidates;
  }

  void requireOwner(Authorizer authorizer) {
    if (owner != authorizer) {
      throw new IllegalArgumentException("the request was prepared for another authorizer");
    }
  }

  Evaluation evaluation() {
    return evaluation;
  }

  /** The policies whose scope matches. */
  Candidates candidates() {
    return candidates;
  }

  @Override
  public String toString() {
    return "request for " + candidates.size() + " policies";
  }
}
