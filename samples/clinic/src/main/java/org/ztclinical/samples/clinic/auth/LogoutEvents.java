package org.ztclinical.samples.clinic.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.web.authentication.logout.LogoutHandler;

/**
 * Tells the FHIR server when somebody logs out: a signed security event, {@code session-revoked} of
 * CAEP 1.0 §3.1, about this login of this user. It is in force there when the logout is answered. A
 * receiver that does not take it after three tries is left alone: the login's tokens end after ten
 * minutes by themselves.
 */
final class LogoutEvents implements LogoutHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LogoutEvents.class);
  private static final String SESSION_REVOKED =
      "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int TRIES = 3;
  private static final int ACCEPTED = 202;

  private final String issuer;
  private final EventStream stream;
  private final JwtEncoder encoder;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  LogoutEvents(String issuer, EventStream stream, JwtEncoder encoder) {
    this.issuer = issuer;
    this.stream = stream;
    this.encoder = encoder;
  }

  @Override
  public void logout(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Authentication authentication) {
    if (authentication instanceof PersonaAuthentication login) {
      String event = event(login);
      boolean taken = false;
      for (int tried = 0; !taken && tried < TRIES; tried++) {
        taken = push(event);
      }
      if (!taken) {
        LOG.error("The FHIR server was not told that a login has ended");
      }
    }
  }

  private String event(PersonaAuthentication login) {
    Instant now = Instant.now();
    Map<String, Object> subject =
        Map.of(
            "format",
            "complex",
            "user",
            Map.of("format", "iss_sub", "iss", issuer, "sub", login.persona().login()),
            "session",
            Map.of("format", "opaque", "id", login.sessionId()));
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .audience(List.of(stream.audience()))
            .issuedAt(now)
            .id(UUID.randomUUID().toString())
            .claim("sub_id", subject)
            .claim(
                "events", Map.of(SESSION_REVOKED, Map.of("event_timestamp", now.getEpochSecond())))
            .build();
    JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).type("secevent+jwt").build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }

  private boolean push(String event) {
    HttpRequest request =
        HttpRequest.newBuilder(stream.receiver())
            .header("Content-Type", "application/secevent+jwt")
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + stream.secret())
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofString(event))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == ACCEPTED;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
