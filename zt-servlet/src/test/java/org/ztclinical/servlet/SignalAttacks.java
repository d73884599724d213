package org.ztclinical.servlet;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.signal.EventKind;
import org.ztclinical.testing.ForgedTokens;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestSignals;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Builds the attacks on sessions and on what issuers tell, by their id in the identity vectors. The
 * last answer of each is the one that counts.
 */
final class SignalAttacks {
  private static final String SECEVENT = "application/secevent+jwt";

  private final TestApplication application;
  private final TestSignals signals;
  private final Map<String, Supplier<Received>> attacks = new LinkedHashMap<>();

  SignalAttacks(TestApplication application) {
    this.application = application;
    this.signals = TestSignals.of(application.issuer, TestApplication.SIGNALS_AUDIENCE);
    attacks.put("revocation-01", this::replayedLogout);
    attacks.put("revocation-04", () -> logout(unsigned("logout+jwt")));
    attacks.put("revocation-07", this::accessAfterLogout);
    attacks.put("revocation-10", () -> push(revoked(t -> t.header("typ", "JWT"))));
    attacks.put("revocation-13", () -> push(ofStranger()));
    attacks.put("revocation-16", this::accessFromBadDevice);
    attacks.put("revocation-19", this::pushWithoutSecret);
  }

  Map<String, Supplier<Received>> all() {
    return attacks;
  }

  private Received replayedLogout() {
    String token = signals.logout("replay-user", "replay-sid");
    Received first = logout(token);
    if (first.status() != 200) {
      return first;
    }
    return logout(token);
  }

  private Received accessAfterLogout() {
    String token = sessionToken("ended-sid");
    if (access(token).status() != 200) {
      throw new IllegalStateException("the token is good before the logout");
    }
    logout(signals.logout("user-1", "ended-sid"));
    return access(token);
  }

  private Received accessFromBadDevice() {
    String token =
        application.issuer.mint(
            t -> readable(t).subject("tablet-user").claim("device_id", "bad-tablet"));
    if (access(token).status() != 200) {
      throw new IllegalStateException("the token is good before the event");
    }
    push(
        signals.event(
            EventKind.DEVICE_COMPLIANCE_CHANGE,
            signals.device("bad-tablet"),
            Map.of("current_status", "not-compliant", "previous_status", "compliant")));
    return access(token);
  }

  private Received pushWithoutSecret() {
    return application.client().send("POST", "/events").body(SECEVENT, revoked(t -> t)).receive();
  }

  /** An event about nobody here. */
  String revoked(UnaryOperator<TestToken> change) {
    return signals.event(
        EventKind.SESSION_REVOKED,
        signals.user("nobody"),
        Map.of("event_timestamp", Instant.now().getEpochSecond()),
        change);
  }

  private String ofStranger() {
    TestIssuer stranger =
        TestIssuer.of(application.issuer.issuer(), SigningAlgorithm.RS256, InstantSource.system());
    return TestSignals.of(stranger, TestApplication.SIGNALS_AUDIENCE)
        .sessionRevoked("nobody", Instant.now());
  }

  String unsigned(String type) {
    return ForgedTokens.of(
            application.issuer,
            InstantSource.system(),
            t ->
                t.header("typ", type)
                    .audience(TestApplication.SIGNALS_AUDIENCE)
                    .claim("sid", UUID.randomUUID().toString())
                    .without("client_id"))
        .unsigned("none");
  }

  Received logout(String token) {
    return application
        .client()
        .send("POST", "/logout")
        .body(ContentType.FORM, "logout_token=" + token)
        .receive();
  }

  Received push(String token) {
    return pushing(token).receive();
  }

  Sending pushing(String token) {
    return application
        .client()
        .send("POST", "/events")
        .bearer(TestApplication.PUSH_SECRET)
        .body(SECEVENT, token);
  }

  String sessionToken(String sid) {
    return application.issuer.mint(t -> readable(t).claim("sid", sid));
  }

  static TestToken readable(TestToken token) {
    return token.patient("1").scope("launch/patient patient/*.rs");
  }

  Received access(String token) {
    return application.client().get("/fhir/Patient/1").bearer(token).receive();
  }

  TestSignals signals() {
    return signals;
  }
}
