package org.ztclinical.testing;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** One row of a {@link PolicyTable}: who asks what, and what must be decided. Immutable. */
public final class PolicyCase {
  private final String place;
  private final String name;
  private final Caller caller;
  private final Optional<LocalDateTime> time;
  private final Asking call;
  private final Expectation expected;

  PolicyCase(
      String place,
      String name,
      Caller caller,
      Optional<LocalDateTime> time,
      Asking call,
      Expectation expected) {
    this.place = place;
    this.name = name;
    this.caller = caller;
    this.time = time;
    this.call = call;
    this.expected = expected;
  }

  /** What a row asks. */
  interface Asking {
    PolicyAnswer ask(PolicyFixture policies, Caller caller);
  }

  /**
   * What a row expects.
   *
   * @param permit whether it is permitted
   * @param policies that decide; none for a denial because no policy permits
   * @param obligations of the permit; empty when the table has no such column
   */
  record Expectation(boolean permit, List<String> policies, Optional<List<String>> obligations) {
    void check(PolicyAnswer answer) {
      String[] ids = policies.toArray(String[]::new);
      if (!permit) {
        if (ids.length == 0) {
          answer.isDeniedBecauseNoPolicyPermits();
        } else {
          answer.isDeniedBy(ids);
        }
        return;
      }
      answer.isPermittedBy(ids);
      obligations.ifPresent(
          some -> {
            if (some.isEmpty()) {
              answer.obligesToNothing();
            } else {
              answer.obliges(some.toArray(String[]::new));
            }
          });
    }
  }

  /** What the column {@code case} says. */
  public String name() {
    return name;
  }

  /** Page and line. */
  public String place() {
    return place;
  }

  /**
   * Asks the policies.
   *
   * @throws AssertionError when another answer is given, or by other policies; the message says
   *     which row, what was expected, what decided, and of each policy why it did not
   */
  public void check(PolicyFixture policies) {
    Caller asking =
        time.map(local -> caller.at(local.atZone(policies.zone()).toInstant())).orElse(caller);
    try {
      expected.check(call.ask(policies, asking));
    } catch (AssertionError e) {
      throw new AssertionError(this + "\n" + e.getMessage(), e);
    }
  }

  /** Place and name. */
  @Override
  public String toString() {
    return place + ": " + name;
  }
}
