package org.ztclinical.policy;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many questions one request may raise to policies, whatever it is made of: an answer takes
 * about a microsecond, and nobody can make one request cost minutes. One budget serves all entries
 * of a bundle, every way of stronger authentication that is tried, and another part of it all
 * resources of the answer. Safe for use by many threads.
 */
final class QuestionBudget {
  /** Until the request is decided: five for each entry of the largest bundle that is read. */
  static final int TO_DECIDE = 50_000;

  /** About its answer: one for each 335 bytes of the largest answer that is read by standard. */
  static final int TO_RELEASE = 100_000;

  private final AtomicInteger toDecide = new AtomicInteger(TO_DECIDE);
  private final AtomicInteger toRelease = new AtomicInteger(TO_RELEASE);

  /** Takes one question before the decision; false when none is left. */
  boolean takeToDecide() {
    return take(toDecide);
  }

  /** Takes one question about the answer; false when none is left. */
  boolean takeToRelease() {
    return take(toRelease);
  }

  /** Whether no more may be asked before the decision. */
  boolean isDecidingOver() {
    return toDecide.get() <= 0;
  }

  /** Whether no more may be asked about the answer. */
  boolean isReleasingOver() {
    return toRelease.get() <= 0;
  }

  /** How many were asked before the decision. */
  int askedToDecide() {
    return TO_DECIDE - toDecide.get();
  }

  /** How many were asked about the answer. */
  int askedToRelease() {
    return TO_RELEASE - toRelease.get();
  }

  private static boolean take(AtomicInteger left) {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  @Override
  public String toString() {
    return askedToDecide() + " questions to decide, " + askedToRelease() + " to release";
  }
}
