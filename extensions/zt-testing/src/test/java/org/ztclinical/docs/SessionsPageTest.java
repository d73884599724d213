package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.session.SessionRules;
import org.ztclinical.session.Target;
import org.ztclinical.signal.EventKind;
import org.ztclinical.signal.EventPoll;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateStore;
import org.ztclinical.testing.PollServer;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestSignals;

/** The examples of docs/identity.md, "Sessions". */
class SessionsPageTest {
  @TempDir Path auditDirectory;

  @Test
  void whatIsConfiguredEndsSessions() throws Exception {
    TestIssuer testIssuer = TestIssuer.create(InstantSource.system());
    String issuer = testIssuer.issuer();
    String fhirBase = "https://ehr.example.org/fhir";
    String pushSecret = "made-up-for-this-test";
    StateStore store = InMemoryState.create(InstantSource.system());
    ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(testIssuer.trusted(fhirBase))
            .fhirServer("/fhir", fhirBase)
            // OpenID Connect back-channel logout; the client ids that logout tokens name.
            .backChannelLogout("/logout", LogoutRule.of(issuer, "clinic-portal"))
            // Shared Signals, pushed by the issuer, for the audience that its stream was made with.
            .securityEvents(
                "/events",
                EventTransmitter.of(issuer, "https://ehr.example.org").pushSecret(pushSecret))
            // All instances learn what one has ended.
            .sessions(SessionRules.standard().sharedIn(store))
            .auditIn(auditDirectory)
            .build();

    zeroTrust.sessions().terminate(Target.subject(issuer, "user-1"), "security desk");
    zeroTrust.sessions().distrustKey(issuer, "key-2026-11", "security desk");

    assertThat(zeroTrust.sessions().device(issuer, "tablet-7")).isEmpty();
    zeroTrust.close();
  }

  @Test
  void eventsAreFetched() throws Exception {
    TestIssuer testIssuer = TestIssuer.create(InstantSource.system());
    String issuer = testIssuer.issuer();
    String fhirBase = "https://ehr.example.org/fhir";
    String pollToken = "made-up-for-this-test";
    try (PollServer server = PollServer.create(pollToken)) {
      URI endpoint = server.uri();
      ZeroTrust zeroTrust =
          ZeroTrust.builder()
              .trustIssuer(testIssuer.trusted(fhirBase))
              .fhirServer("/fhir", fhirBase)
              .pollSecurityEvents(
                  EventPoll.of(EventTransmitter.of(issuer, "https://ehr.example.org"), endpoint)
                      .bearer(() -> pollToken))
              .auditIn(auditDirectory)
              .build();

      server.offer(
          TestSignals.of(testIssuer, "https://ehr.example.org")
              .sessionRevoked("user-1", Instant.now()));
      assertThat(server.awaitAnswered(Duration.ofSeconds(10))).isTrue();
      assertThat(server.acknowledged()).hasSize(1);
      zeroTrust.close();
    }
  }

  @Test
  void testsMakeWhatIssuersTell() {
    TestIssuer issuer = TestIssuer.create(InstantSource.system());
    TestSignals signals = TestSignals.of(issuer, "clinic-portal");
    String logout = signals.logout("user-1", "session-1");
    String event =
        signals.event(
            EventKind.DEVICE_COMPLIANCE_CHANGE,
            signals.device("tablet-7"),
            Map.of("current_status", "not-compliant"));

    assertThat(logout.split("\\.")).hasSize(3);
    assertThat(event.split("\\.")).hasSize(3);
  }
}
