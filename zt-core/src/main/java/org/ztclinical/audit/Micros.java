package org.ztclinical.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since the epoch, the resolution of the log. */
final class Micros {
  private Micros() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** The instant as the log can hold it. */
  static Instant round(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
