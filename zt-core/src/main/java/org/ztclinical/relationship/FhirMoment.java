package org.ztclinical.relationship;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The first and last instant of a FHIR dateTime (R4 §2.24.0.1), which may be a year, a month or a
 * day; those are taken in UTC. A time without seconds, or without an offset, is none.
 *
 * @param first inclusive
 * @param after exclusive
 */
record FhirMoment(Instant first, Instant after) {
  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;
  private static final int LONGEST = 40;

  /** Reads one; empty for anything else. */
  static Optional<FhirMoment> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (text.length()) {
            case YEAR -> of(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1));
            case MONTH ->
                of(YearMonth.parse(text).atDay(1), YearMonth.parse(text).plusMonths(1).atDay(1));
            case DAY -> of(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
            default -> at(OffsetDateTime.parse(text).toInstant());
          });
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static FhirMoment of(LocalDate first, LocalDate after) {
    return new FhirMoment(
        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
        after.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static FhirMoment at(Instant instant) {
    return new FhirMoment(instant, instant);
  }
}
