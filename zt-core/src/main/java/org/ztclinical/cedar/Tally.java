package org.ztclinical.cedar;

import java.util.Arrays;
import java.util.List;
import org.ztclinical.cedar.eval.Outcome;
import org.ztclinical.cedar.eval.PolicyProgram;

/** Counts the outcomes of the policies of one request, and says what they mean together. */
final class Tally {
  private static final int[] NONE = {};

  private final List<PolicyProgram> policies;
  private final ErrorHandling errorHandling;

  // Policies by number; those of each list in the order in which they were added.
  private int[] denying = NONE;
  private int denyingCount;
  private int[] permitting = NONE;
  private int permittingCount;
  private int[] erroring = NONE;
  private int[] outcomes = NONE;
  private int erroringCount;

  Tally(List<PolicyProgram> policies, ErrorHandling errorHandling) {
    this.policies = policies;
    this.errorHandling = errorHandling;
  }

  /** Adds a policy; numbers ascend. */
  void add(int number, int outcome) {
    if (outcome == Outcome.FALSE) {
      return;
    }
    boolean forbid = policies.get(number).forbids();
    boolean error = Outcome.isError(outcome);
    if (error) {
      erroring = with(erroring, erroringCount, number);
      outcomes = with(outcomes, erroringCount, outcome);
      erroringCount++;
    }
    if (error ? errorHandling.denies(forbid) : forbid) {
      denying = with(denying, denyingCount++, number);
    } else if (!error) {
      permitting = with(permitting, permittingCount++, number);
    }
  }

  /** The answer: any denying policy denies; else any permitting one allows; else it is denied. */
  Response response() {
    boolean denied = denyingCount > 0;
    Decision decision = !denied && permittingCount > 0 ? Decision.ALLOW : Decision.DENY;
    int[] determining =
        denied ? Arrays.copyOf(denying, denyingCount) : Arrays.copyOf(permitting, permittingCount);
    return new Response(
        policies,
        decision,
        determining,
        Arrays.copyOf(erroring, erroringCount),
        Arrays.copyOf(outcomes, erroringCount));
  }

  private static int[] with(int[] numbers, int count, int number) {
    int[] room = count < numbers.length ? numbers : Arrays.copyOf(numbers, 4 + 2 * count);
    room[count] = number;
    return room;
  }
}
