package org.ztclinical.signal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SignedStatement;
import org.ztclinical.token.StatementVerifier;

/**
 * Verifies security event tokens (RFC 8417; Shared Signals 1.0 §4.1): type {@code secevent+jwt},
 * signature, issuer, audience, no {@code exp}, no {@code sub} at the top, a subject where one is
 * needed. Late ones are good: events are ordered by when they happened. Safe for use by many
 * threads.
 */
public final class SecurityEvents {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final int MOST_EVENTS = 16;
  private static final int LONGEST_TYPE = 255;

  private final StatementVerifier verifier;
  private final Map<String, EventTransmitter> transmitters = new LinkedHashMap<>();
  private final InstantSource clock;

  /** Events of these transmitters. */
  public SecurityEvents(
      StatementVerifier verifier, Collection<EventTransmitter> transmitters, InstantSource clock) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.clock = Objects.requireNonNull(clock, "clock");
    transmitters.forEach(one -> this.transmitters.put(one.issuer(), one));
  }

  /** Whether a push with this credential may be one of ours; looked at before the event is. */
  public boolean isAnyonesCredential(Optional<String> bearer) {
    boolean known = false;
    for (EventTransmitter transmitter : transmitters.values()) {
      known |= transmitter.isAuthenticated(bearer);
    }
    return known;
  }

  /**
   * What a genuine token says.
   *
   * @throws SignalRejectedException when it is none
   * @throws KeysUnavailableException when that cannot be found out now
   */
  public SecurityEventToken verify(String token)
      throws SignalRejectedException, KeysUnavailableException {
    SignedStatement statement =
        SignalClaims.verified(verifier, token, "secevent+jwt", issuer -> false);
    EventTransmitter transmitter = transmitters.get(statement.issuer());
    if (transmitter == null) {
      throw new SignalRejectedException(SignalReason.UNKNOWN_ISSUER);
    }
    JsonObject claims = statement.claims();
    SignalClaims.forbid(claims, "exp", "sub", "nonce");
    if (!SignalClaims.audience(claims).contains(statement.configuredAudience())) {
      throw new SignalRejectedException(SignalReason.WRONG_AUDIENCE);
    }
    Instant issuedAt = SignalClaims.requiredTime(claims, "iat");
    if (issuedAt.isAfter(clock.instant().plus(SKEW))) {
      throw new SignalRejectedException(SignalReason.TIMES);
    }
    SignalClaims.text(claims, "txn");
    List<SecurityEvent> events = events(claims, issuedAt);
    Optional<SubjectId> subject = subject(claims);
    if (subject.isEmpty() && events.stream().anyMatch(event -> event.kind().acts())) {
      throw new SignalRejectedException(SignalReason.CLAIMS, "sub_id");
    }
    return new SecurityEventToken(
        transmitter,
        SignalClaims.required(claims, "jti"),
        issuedAt,
        subject,
        events,
        statement.keyId());
  }

  private static Optional<SubjectId> subject(JsonObject claims) throws SignalRejectedException {
    JsonValue value = claims.get("sub_id");
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonObject subject) {
      return Optional.of(SubjectId.parse(subject));
    }
    throw new SignalRejectedException(SignalReason.CLAIMS, "sub_id");
  }

  private static List<SecurityEvent> events(JsonObject claims, Instant issuedAt)
      throws SignalRejectedException {
    Map<String, JsonValue> told =
        claims.object("events").map(JsonObject::members).orElseGet(Map::of);
    if (told.isEmpty() || told.size() > MOST_EVENTS) {
      throw new SignalRejectedException(SignalReason.CLAIMS, "events");
    }
    List<SecurityEvent> events = new ArrayList<>();
    for (Map.Entry<String, JsonValue> one : told.entrySet()) {
      if (!(one.getValue() instanceof JsonObject event) || one.getKey().length() > LONGEST_TYPE) {
        throw new SignalRejectedException(SignalReason.CLAIMS, "events");
      }
      Instant at = SignalClaims.time(event, "event_timestamp").orElse(issuedAt);
      events.add(new SecurityEvent(EventKind.of(one.getKey()), one.getKey(), at, event));
    }
    return events;
  }
}
