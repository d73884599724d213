package org.ztclinical.cedar.eval;

import java.util.List;

/** The policies whose scope matches a request, by their numbers, and what they read. Immutable. */
public final class Candidates {
  private final int[] all;
  private final int[] forbids;
  private final int[] permits;
  private final long[] slots;

  private Candidates(int[] all, int forbids, int slots) {
    this.all = all;
    this.forbids = new int[forbids];
    this.permits = new int[all.length - forbids];
    this.slots = new long[(slots + Long.SIZE - 1) / Long.SIZE];
  }

  /**
   * These policies.
   *
   * @param numbers theirs, ascending
   * @param policies all, by number
   * @param slots how many there are
   */
  static Candidates of(int[] numbers, List<PolicyProgram> policies, int slots) {
    int forbidding = 0;
    for (int number : numbers) {
      forbidding += policies.get(number).forbids() ? 1 : 0;
    }
    Candidates found = new Candidates(numbers, forbidding, slots);
    found.fill(policies);
    return found;
  }

  private void fill(List<PolicyProgram> policies) {
    int f = 0;
    int p = 0;
    for (int number : all) {
      PolicyProgram policy = policies.get(number);
      if (policy.forbids()) {
        forbids[f++] = number;
      } else {
        permits[p++] = number;
      }
      for (int i = 0; i < policy.slots().length; i++) {
        slots[i] |= policy.slots()[i];
      }
    }
  }

  /** The numbers of all, ascending. Not to be changed, as are the others. */
  public int[] all() {
    return all;
  }

  /** The numbers of those that forbid, ascending. */
  public int[] forbids() {
    return forbids;
  }

  /** The numbers of those that permit, ascending. */
  public int[] permits() {
    return permits;
  }

  /** What they read, a bit for each slot. */
  long[] slots() {
    return slots;
  }

  /** How many there are. */
  public int size() {
    return all.length;
  }
}
