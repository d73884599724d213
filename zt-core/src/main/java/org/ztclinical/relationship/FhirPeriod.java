package org.ztclinical.relationship;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * From when until when something holds (FHIR Period, R4 §2.24.0.13). A side that is not stated is
 * open; a side that is stated and cannot be read makes the whole unreadable, because nobody knows
 * whether it still holds.
 *
 * @param start absent when open
 * @param end absent when open
 */
record FhirPeriod(Optional<Instant> start, Optional<Instant> end) {
  private static final FhirPeriod ALWAYS = new FhirPeriod(Optional.empty(), Optional.empty());

  /** Reads the member of this name; open on both sides where there is none. */
  static Optional<FhirPeriod> of(JsonObject holder, String name) {
    @Nullable JsonValue value = holder.get(name);
    if (value == null) {
      return Optional.of(ALWAYS);
    }
    return value instanceof JsonObject period
        ? between(period.get("start"), period.get("end"))
        : Optional.empty();
  }

  /** Reads the two sides, each where it is stated. */
  static Optional<FhirPeriod> between(@Nullable JsonValue start, @Nullable JsonValue end) {
    Optional<FhirMoment> from = moment(start);
    Optional<FhirMoment> until = moment(end);
    boolean readable = (start == null || from.isPresent()) && (end == null || until.isPresent());
    return readable
        ? Optional.of(new FhirPeriod(from.map(FhirMoment::first), until.map(FhirMoment::after)))
        : Optional.empty();
  }

  private static Optional<FhirMoment> moment(@Nullable JsonValue value) {
    return value instanceof JsonString text ? FhirMoment.parse(text.value()) : Optional.empty();
  }

  /** Whether it holds, had it begun this much earlier and ended this much later. */
  boolean holds(Instant now, Duration before, Duration after) {
    return start.filter(begun -> begun.isAfter(now.plus(before))).isEmpty()
        && end.filter(ended -> ended.isBefore(now.minus(after))).isEmpty();
  }
}
