package org.ztclinical.signal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A verified security event token (RFC 8417). Prints nothing of it.
 *
 * @param transmitter who sent it, as configured
 * @param id the {@code jti}
 * @param issuedAt when it was told
 * @param subject whom it is about; there where an event {@linkplain EventKind#acts acts}
 * @param events what happened; at least one
 * @param keyId the key that signed it
 */
public record SecurityEventToken(
    EventTransmitter transmitter,
    String id,
    Instant issuedAt,
    Optional<SubjectId> subject,
    List<SecurityEvent> events,
    Optional<String> keyId) {
  public SecurityEventToken {
    Objects.requireNonNull(transmitter, "transmitter");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(issuedAt, "issuedAt");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(keyId, "keyId");
    events = List.copyOf(events);
  }

  @Override
  public String toString() {
    return "SecurityEventToken [redacted]";
  }
}
