package org.ztclinical.signal;

import java.time.Instant;
import java.util.Objects;
import org.ztclinical.json.JsonObject;

/**
 * One event of a verified token. Prints its kind alone.
 *
 * @param kind what it says; {@link EventKind#OTHER} for what this library does not know
 * @param type its URI, as sent
 * @param at when it happened: {@code event_timestamp}, or else when it was told
 * @param claims what it says more
 */
public record SecurityEvent(EventKind kind, String type, Instant at, JsonObject claims) {
  public SecurityEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(claims, "claims");
  }

  @Override
  public String toString() {
    return "SecurityEvent[" + kind + "]";
  }
}
