package org.ztclinical.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ztclinical.signal.EventKind;
import org.ztclinical.signal.LogoutTokens;

/**
 * What a test issuer tells after it gave a token: logout tokens and security events, signed with
 * its keys, and the requests that carry them. Safe for use by many threads.
 */
public final class TestSignals {
  private final TestIssuer issuer;
  private final String audience;

  private TestSignals(TestIssuer issuer, String audience) {
    this.issuer = issuer;
    this.audience = audience;
  }

  /**
   * Signals of this issuer.
   *
   * @param audience the client id that logout tokens name, or the audience of events
   */
  public static TestSignals of(TestIssuer issuer, String audience) {
    return new TestSignals(issuer, audience);
  }

  /** A good logout token that names neither user nor login yet, bent. */
  public String logoutToken(UnaryOperator<TestToken> change) {
    return issuer.mint(
        token ->
            change.apply(
                token
                    .header("typ", "logout+jwt")
                    .audience(audience)
                    .without("sub")
                    .without("client_id")
                    .claim("events", Map.of(LogoutTokens.EVENT, Map.of()))));
  }

  /** The logout of this login of this user. */
  public String logout(String subject, String sessionId) {
    return logoutToken(token -> token.subject(subject).claim("sid", sessionId));
  }

  /**
   * A good security event, bent.
   *
   * @param subject the members of {@code sub_id}, as {@link #user} gives them
   * @param claims what the event says
   */
  public String event(
      EventKind kind,
      Map<String, ?> subject,
      Map<String, ?> claims,
      UnaryOperator<TestToken> change) {
    return issuer.mint(
        token ->
            change.apply(
                token
                    .header("typ", "secevent+jwt")
                    .audience(audience)
                    .without("sub")
                    .without("client_id")
                    .without("exp")
                    .claim("sub_id", subject)
                    .claim("events", Map.of(kind.uri(), claims))));
  }

  /** A good security event. */
  public String event(EventKind kind, Map<String, ?> subject, Map<String, ?> claims) {
    return event(kind, subject, claims, token -> token);
  }

  /** All sessions of this user were revoked at that moment. */
  public String sessionRevoked(String subject, Instant at) {
    return event(
        EventKind.SESSION_REVOKED, user(subject), Map.of("event_timestamp", at.getEpochSecond()));
  }

  /** A {@code sub_id} that names a user of this issuer. */
  public Map<String, String> user(String subject) {
    return Map.of("format", "iss_sub", "iss", issuer.issuer(), "sub", subject);
  }

  /** A {@code sub_id} that names a machine. */
  public Map<String, Object> device(String deviceId) {
    return Map.of("format", "complex", "device", Map.of("format", "opaque", "id", deviceId));
  }

  /** Sends a logout token as an issuer does. */
  public HttpResponse<String> sendLogout(URI receiver, String token)
      throws IOException, InterruptedException {
    String form = "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    return send(
        HttpRequest.newBuilder(receiver)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  /** Pushes a security event as a transmitter does (RFC 8935). */
  public HttpResponse<String> push(URI receiver, String secret, String token)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(receiver)
            .header("Content-Type", "application/secevent+jwt")
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + secret)
            .POST(HttpRequest.BodyPublishers.ofString(token)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public String toString() {
    return "TestSignals of " + issuer;
  }
}
