package org.ztclinical.fhirclient;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.fhirclient.TokenUnavailableException.Cause;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.smart.LaunchContext;

/**
 * Reads the answer of a token endpoint (RFC 6749 §5.1, SMART App Launch 2.2 §3.0.6). What counts is
 * what was granted: an answer without {@code scope}, which SMART requires, grants nothing and is
 * refused, and so is one without {@code expires_in}.
 */
public final class TokenResponse {
  private static final JsonReader READER = JsonReader.of(new JsonLimits(64 * 1024, 16, 2_048));
  private static final long MAX_LIFE_SECONDS = 24 * 60 * 60;

  private final String issuer;
  private final String clientId;
  private final String subject;

  private TokenResponse(String issuer, String clientId, String subject) {
    this.issuer = Objects.requireNonNull(issuer, "issuer");
    this.clientId = Objects.requireNonNull(clientId, "clientId");
    this.subject = Objects.requireNonNull(subject, "subject");
  }

  /**
   * Answers of one authorization server to one client on behalf of one subject.
   *
   * @param issuer the authorization server, as configured
   * @param clientId our client id there
   * @param subject for whom the application acts; the client id again for a back-end service
   */
  public static TokenResponse of(String issuer, String clientId, String subject) {
    return new TokenResponse(issuer, clientId, subject);
  }

  /**
   * Reads a successful answer.
   *
   * @param askedAt when the token was asked for, from which its life is counted
   */
  public AccessToken parse(byte[] json, Instant askedAt) throws TokenUnavailableException {
    JsonObject answer = object(json);
    String type = answer.string("token_type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).equals("bearer")) {
      throw malformed("token_type is not Bearer");
    }
    String scope = answer.string("scope").orElse("");
    if (scope.isBlank()) {
      throw malformed("no scope was granted");
    }
    LaunchContext launch = LaunchContext.of(answer.string("patient"), answer.string("encounter"));
    OutboundGrant grant =
        new OutboundGrant(
            issuer, clientId, subject, List.of(scope.strip().split(" +", -1)), launch);
    return token(answer.string("access_token"), grant, askedAt.plusSeconds(life(answer)));
  }

  private static AccessToken token(Optional<String> value, OutboundGrant grant, Instant expiresAt)
      throws TokenUnavailableException {
    try {
      return AccessToken.of(value.orElse(""), grant, expiresAt);
    } catch (IllegalArgumentException e) {
      throw malformed("access_token is missing or is no bearer token");
    }
  }

  private static JsonObject object(byte[] json) throws TokenUnavailableException {
    try {
      return READER.readObject(json);
    } catch (JsonSyntaxException e) {
      throw malformed("it is not a JSON object");
    }
  }

  private static long life(JsonObject answer) throws TokenUnavailableException {
    if (answer.get("expires_in") instanceof JsonNumber number
        && number.text().matches("[1-9][0-9]{0,8}")) {
      return Math.min(Long.parseLong(number.text()), MAX_LIFE_SECONDS);
    }
    throw malformed("expires_in is not a positive number of seconds");
  }

  private static TokenUnavailableException malformed(String what) {
    return new TokenUnavailableException(Cause.MALFORMED, "the token response: " + what);
  }

  @Override
  public String toString() {
    return "token responses of " + issuer + " to " + clientId;
  }
}
