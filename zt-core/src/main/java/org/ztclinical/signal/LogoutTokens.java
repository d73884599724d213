package org.ztclinical.signal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.json.JsonObject;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SignedStatement;
import org.ztclinical.token.StatementVerifier;

/**
 * Verifies logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.6): type {@code logout+jwt},
 * signature, issuer, audience, times, the event, a user or a login, no {@code nonce}. Whether one
 * was received before is for whoever acts on it. Safe for use by many threads.
 */
public final class LogoutTokens {
  /** The event that a logout token is about. */
  public static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  /** An older one is refused, whatever its {@code exp}. */
  public static final Duration LONGEST_WAY = Duration.ofHours(1);

  private static final Duration SKEW = Duration.ofSeconds(60);

  private final StatementVerifier verifier;
  private final Map<String, List<LogoutRule>> rules = new LinkedHashMap<>();
  private final InstantSource clock;

  /** Tokens by these rules; of several of an issuer those count that name a client of the token. */
  public LogoutTokens(
      StatementVerifier verifier, Collection<LogoutRule> rules, InstantSource clock) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.clock = Objects.requireNonNull(clock, "clock");
    rules.forEach(
        rule -> this.rules.computeIfAbsent(rule.issuer(), name -> new ArrayList<>()).add(rule));
  }

  /**
   * What a genuine logout token says.
   *
   * @throws SignalRejectedException when it is none
   * @throws KeysUnavailableException when that cannot be found out now
   */
  public LogoutToken verify(String token) throws SignalRejectedException, KeysUnavailableException {
    SignedStatement statement =
        SignalClaims.verified(verifier, token, "logout+jwt", this::mayBePlain);
    JsonObject claims = statement.claims();
    SignalClaims.forbid(claims, "nonce");
    List<LogoutRule> meant = meant(statement);
    Instant issuedAt = checkTimes(claims, meant.stream().allMatch(LogoutRule::requiresExpiration));
    requireEvent(claims);
    Optional<String> subject = SignalClaims.text(claims, "sub");
    Optional<String> session = SignalClaims.text(claims, "sid");
    if (subject.isEmpty() && session.isEmpty()) {
      throw new SignalRejectedException(SignalReason.CLAIMS, "sub and sid");
    }
    return new LogoutToken(
        statement.issuer(),
        SignalClaims.required(claims, "jti"),
        issuedAt,
        subject,
        session,
        statement.keyId());
  }

  private boolean mayBePlain(String issuer) {
    return of(issuer).stream().anyMatch(LogoutRule::acceptsPlainJwt);
  }

  private List<LogoutRule> of(String issuer) {
    return rules.getOrDefault(issuer, List.of());
  }

  /** The rules for the clients that the token is for; what one loosens counts for no other. */
  private List<LogoutRule> meant(SignedStatement statement) throws SignalRejectedException {
    List<LogoutRule> known = of(statement.issuer());
    if (known.isEmpty()) {
      throw new SignalRejectedException(SignalReason.UNKNOWN_ISSUER);
    }
    List<String> audience = SignalClaims.audience(statement.claims());
    List<LogoutRule> named =
        known.stream().filter(rule -> !Collections.disjoint(rule.clientIds(), audience)).toList();
    if (named.isEmpty()) {
      throw new SignalRejectedException(SignalReason.WRONG_AUDIENCE);
    }
    List<LogoutRule> meant =
        statement.isPlain() ? named.stream().filter(LogoutRule::acceptsPlainJwt).toList() : named;
    if (meant.isEmpty()) {
      throw new SignalRejectedException(SignalReason.MALFORMED, "typ");
    }
    return meant;
  }

  private Instant checkTimes(JsonObject claims, boolean requiresExpiration)
      throws SignalRejectedException {
    Instant now = clock.instant();
    Instant issuedAt = SignalClaims.requiredTime(claims, "iat");
    Optional<Instant> expires = SignalClaims.time(claims, "exp");
    if (expires.isEmpty() && requiresExpiration) {
      throw new SignalRejectedException(SignalReason.CLAIMS, "exp");
    }
    boolean expired = expires.filter(end -> !end.plus(SKEW).isAfter(now)).isPresent();
    if (expired
        || issuedAt.isAfter(now.plus(SKEW))
        || issuedAt.plus(LONGEST_WAY).plus(SKEW).isBefore(now)) {
      throw new SignalRejectedException(SignalReason.TIMES);
    }
    return issuedAt;
  }

  private static void requireEvent(JsonObject claims) throws SignalRejectedException {
    boolean told =
        claims.object("events").filter(events -> events.object(EVENT).isPresent()).isPresent();
    if (!told) {
      throw new SignalRejectedException(SignalReason.CLAIMS, "events");
    }
  }
}
