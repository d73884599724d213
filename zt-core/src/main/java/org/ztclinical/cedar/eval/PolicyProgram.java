package org.ztclinical.cedar.eval;

import java.util.List;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;

/** The conditions of one policy, ready to run. Its scope is the {@link ScopeIndex}'s business. */
public final class PolicyProgram {
  private final Policy policy;
  private final Clause[] clauses;
  private final boolean forbids;
  private final long[] slots;

  /** A condition: the policy goes on only when the test gives what is expected. */
  public record Clause(Node test, int expected) {}

  PolicyProgram(Policy policy, List<Clause> clauses, long[] slots) {
    this.policy = policy;
    this.forbids = policy.effect() == Effect.FORBID;
    this.clauses = clauses.toArray(new Clause[0]);
    this.slots = slots;
  }

  /** The policy's outcome for a request that its scope matches. */
  public int run(Evaluation in) {
    for (Clause clause : clauses) {
      int outcome = clause.test.test(in);
      if (outcome != clause.expected) {
        return Outcome.isError(outcome) ? outcome : Outcome.FALSE;
      }
    }
    return Outcome.TRUE;
  }

  /** The policy. */
  public Policy policy() {
    return policy;
  }

  /** Whether it forbids. */
  public boolean forbids() {
    return forbids;
  }

  /** The conditions, in order. */
  public List<Clause> clauses() {
    return List.of(clauses);
  }

  /** The slots that the conditions read, one bit each, parents' among them. */
  long[] slots() {
    return slots;
  }
}
