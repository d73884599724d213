package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.enforce.Response;
import org.ztclinical.notice.Notice;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.session.Sessions;
import org.ztclinical.session.Target;
import org.ztclinical.signal.EventKind;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.testing.JwksServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestSignals;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.KeysHealth;
import org.ztclinical.token.SigningAlgorithm;

/** Whose logout tokens and events are believed, and for how long. */
class SignalTrustTest {
  private static final String ISSUER = "https://issuer.example";
  private static final String SOC = "https://soc.example";
  private static final String SECRET = "secret-of-this-test";

  @TempDir Path directory;

  private final TestIssuer soc = TestIssuer.of(SOC, SigningAlgorithm.ES256, ManualClock.create());

  private Clinic clinic(UnaryOperator<EventTransmitter> keys) {
    EventTransmitter transmitter =
        keys.apply(EventTransmitter.of(SOC, "ehr").speakFor(ISSUER).pushSecret(SECRET));
    return new Clinic(
        directory,
        settings ->
            settings
                .backChannelLogout("/logout", LogoutRule.of(ISSUER, "portal"))
                .securityEvents("/events", transmitter));
  }

  /** A session of somebody else ended. */
  private String event(String user) {
    return TestSignals.of(soc, "ehr")
        .event(
            EventKind.SESSION_REVOKED,
            Map.of("format", "iss_sub", "iss", ISSUER, "sub", user),
            Map.of());
  }

  private static Response push(Clinic clinic, String event) throws Exception {
    Body body = Body.of("application/secevent+jwt", event.getBytes(StandardCharsets.US_ASCII));
    return clinic
        .send(
            Credentials.bearer(SECRET),
            CanonicalRequest.parse(HttpMethod.POST, "/events", Map.of(), body))
        .response();
  }

  private static String keyId(String token) {
    String header =
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
    return header.replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void trustIsWithdrawnFromWhoOnlyTellsOfEventsAndFromItsKeys() throws Exception {
    try (Clinic clinic = clinic(t -> t.jwks(soc.jwks()))) {
      Sessions sessions = clinic.zeroTrust.sessions();
      assertThat(push(clinic, event("user-1")).status()).isEqualTo(202);

      for (Target target :
          new Target[] {Target.key(SOC, keyId(event("user-2"))), Target.issuer(SOC)}) {
        if (target.parts().isEmpty()) {
          sessions.distrustIssuer(SOC, "desk");
        } else {
          sessions.distrustKey(SOC, keyId(event("user-2")), "desk");
        }
        Response refused = push(clinic, event("user-3"));
        assertThat(refused.status()).as(target.toString()).isEqualTo(400);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("invalid_issuer");
        sessions.trustAgain(target, "desk");
        assertThat(push(clinic, event("user-4")).status()).isEqualTo(202);
      }

      assertThatThrownBy(() -> sessions.terminate(Target.subject(SOC, "user-1"), "desk"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sessions.distrustClient(SOC, "app-1", "desk"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(clinic.log())
          .anySatisfy(line -> assertThat(line).contains("distrust", "of=key", SOC))
          .anySatisfy(line -> assertThat(line).contains("trust-again", "of=issuer", SOC));
    }
  }

  @Test
  void aLogoutTokenByAKeyThatIsNotTrustedEndsNothing() throws Exception {
    try (Clinic clinic = clinic(t -> t.jwks(soc.jwks()))) {
      String logout = TestSignals.of(clinic.issuer, "portal").logout("user-1", "sid-1");
      clinic.zeroTrust.sessions().distrustKey(ISSUER, keyId(logout), "desk");

      assertThat(clinic.logout(logout).status()).isEqualTo(400);

      assertThat(clinic.rejections())
          .anySatisfy(line -> assertThat(line).contains("signal.distrusted"));
    }
  }

  @Test
  void aLogoutThatNamesALoginAloneIsTellingWhereNoTokenNamesOne() throws Exception {
    List<Notice> notices = new CopyOnWriteArrayList<>();
    try (Clinic clinic = told(notices)) {
      TestSignals portal = TestSignals.of(clinic.issuer, "portal");
      UnaryOperator<TestToken> rights = t -> t.patient("123");
      clinic.logout(portal.logoutToken(t -> t.claim("sid", "sid-0")));
      assertThat(ignored(notices)).as("no token was seen").isZero();

      clinic.get(clinic.token("patient/*.rs", rights), "/fhir/Patient/123");
      for (int i = 1; i < 4; i++) {
        String sid = "sid-" + i;
        assertThat(clinic.logout(portal.logoutToken(t -> t.claim("sid", sid))).status())
            .isEqualTo(200);
      }
      assertThat(ignored(notices)).as("once").isEqualTo(1);
      assertThat(clinic.log())
          .anySatisfy(line -> assertThat(line).contains("back-channel-logout", "of=session"));
    }
  }

  @Test
  void aLogoutThatNamesALoginIsNoNewsWhereTokensNameTheirs() throws Exception {
    List<Notice> notices = new CopyOnWriteArrayList<>();
    try (Clinic clinic = told(notices)) {
      UnaryOperator<TestToken> rights = t -> t.patient("123");
      clinic.get(clinic.token("patient/*.rs", rights), "/fhir/Patient/123");
      String named = clinic.token("patient/*.rs", t -> rights.apply(t).claim("sid", "sid-1"));
      clinic.get(named, "/fhir/Patient/123");

      clinic.logout(
          TestSignals.of(clinic.issuer, "portal").logoutToken(t -> t.claim("sid", "sid-1")));

      assertThat(ignored(notices)).isZero();
      assertThat(clinic.get(named, "/fhir/Patient/123").response().status()).isEqualTo(401);
    }
  }

  /** One that issuers tell of logouts, and what it notices of that. */
  private Clinic told(List<Notice> notices) {
    return new Clinic(
        directory,
        settings ->
            settings
                .notices(notices::add)
                .backChannelLogout("/logout", LogoutRule.of(ISSUER, "portal")));
  }

  private static long ignored(List<Notice> notices) {
    return notices.stream()
        .filter(notice -> notice.kind() == Notice.Kind.SIGNAL_IGNORED)
        .filter(notice -> notice.detail().contains("sid"))
        .count();
  }

  @Test
  void healthTellsHowTheKeysOfTransmittersStand() throws Exception {
    URI gone;
    try (JwksServer server = soc.serve();
        Clinic clinic = clinic(t -> t.jwksUri(server.uri()))) {
      gone = server.uri();
      assertThat(push(clinic, event("user-1")).status()).isEqualTo(202);

      KeysHealth keys = clinic.zeroTrust.health().transmitterKeys().get(0);

      assertThat(keys.issuer()).isEqualTo(SOC);
      assertThat(keys.state()).isEqualTo(KeysHealth.State.FRESH);
      assertThat(keys.refreshedAt()).isPresent();
    }
    try (Clinic clinic = clinic(t -> t.jwksUri(gone))) {
      Response later = push(clinic, event("user-2"));
      assertThat(later.status()).isEqualTo(503);
      // No earlier than keys are fetched again.
      assertThat(later.header("Retry-After"))
          .hasValueSatisfying(s -> assertThat(s).matches("[0-9]{1,2}"));

      KeysHealth keys = clinic.zeroTrust.health().transmitterKeys().get(0);

      assertThat(keys.state()).isEqualTo(KeysHealth.State.UNAVAILABLE);
      assertThat(keys.failedAt()).isPresent();
      assertThat(clinic.zeroTrust.health().isUp()).as("tokens are judged").isTrue();
    }
  }
}
