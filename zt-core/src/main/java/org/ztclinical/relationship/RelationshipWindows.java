package org.ztclinical.relationship;

import java.time.Duration;

/**
 * What is near enough to be a relationship.
 *
 * @param afterwards how long an encounter or appointment counts after its end
 * @param ahead how long before its beginning an appointment counts
 * @param longestEncounter how long an encounter counts that nobody ends
 */
public record RelationshipWindows(Duration afterwards, Duration ahead, Duration longestEncounter) {
  private static final Duration LONGEST = Duration.ofDays(3_660);
  private static final RelationshipWindows USUAL =
      new RelationshipWindows(Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(365));

  public RelationshipWindows {
    for (Duration window : new Duration[] {afterwards, ahead, longestEncounter}) {
      if (window.isNegative() || window.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a window is not negative, and at most ten years");
      }
    }
  }

  /** Seven days afterwards, one day ahead, and a year of an encounter without an end. */
  public static RelationshipWindows usual() {
    return USUAL;
  }
}
