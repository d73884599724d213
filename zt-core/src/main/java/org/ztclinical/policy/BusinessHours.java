package org.ztclinical.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * When the users of an application usually work, where it is. Public holidays are not known: they
 * count as the day of the week they fall on.
 *
 * @param zone where the application is
 * @param days the days worked
 * @param from the first moment, each of these days
 * @param to the moment after the last, on the same day
 */
public record BusinessHours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  public BusinessHours {
    Objects.requireNonNull(zone, "zone");
    if (days.isEmpty()) {
      throw new IllegalArgumentException("business hours have at least one day");
    }
    days = Set.copyOf(days);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("business hours end after they begin, on the same day");
    }
  }

  /** Monday to Friday between these times. */
  public static BusinessHours weekdays(ZoneId zone, LocalTime from, LocalTime to) {
    return new BusinessHours(zone, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), from, to);
  }

  /** Whether the moment is within them. */
  boolean contains(ZonedDateTime local) {
    LocalTime time = local.toLocalTime();
    return days.contains(local.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
  }
}
