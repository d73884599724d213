package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.session.SessionRules;
import org.ztclinical.session.Target;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.testing.IntrospectionServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestSignals;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/** Ways in which somebody who was thrown out could go on. */
class EndedSessionAttackTest {
  private static final String ISSUER = "https://issuer.example";

  @TempDir Path directory;

  @Test
  void whatWasEndedWhileTheStoreCouldNotBeReadIsLearnedHoweverLongThatLasted() throws Exception {
    Clinic clock = new Clinic(directory.resolve("clock"), settings -> settings);
    InMemoryState store = InMemoryState.create(clock.clock);
    CutOff line = new CutOff(store);
    try (Clinic one = sharing(clock, clock, store, "one");
        Clinic other = sharing(clock, clock, line, "other")) {
      String token = token(clock, t -> t.expiresIn(Duration.ofHours(8)));
      other.zeroTrust.sessions().refresh();
      assertThat(status(other, token)).isEqualTo(200);
      line.isCut = true;
      one.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-1"), "desk");
      clock.clock.advance(Duration.ofHours(2));
      assertThat(status(other, token)).as("blind for too long").isEqualTo(503);

      line.isCut = false;
      other.zeroTrust.sessions().refresh();

      assertThat(status(other, token)).as("sees again").isEqualTo(401);
    }
  }

  @Test
  void aLogoutIsInForceThoughNobodyCanTellWhetherItCameBefore() throws Exception {
    Clinic clock = new Clinic(directory.resolve("clock"), settings -> settings);
    CutOff line = new CutOff(InMemoryState.create(clock.clock));
    LogoutRule rule = LogoutRule.of(ISSUER, "portal");
    try (Clinic clinic =
        new Clinic(
            directory.resolve("one"),
            trusted -> clock.issuer.trusted(),
            settings ->
                settings
                    .clock(clock.clock)
                    .sessions(SessionRules.standard().sharedIn(line))
                    .backChannelLogout("/logout", rule))) {
      String token = token(clock, t -> t.claim("sid", "sid-1"));
      assertThat(status(clinic, token)).isEqualTo(200);
      line.isCut = true;
      String logout = TestSignals.of(clock.issuer, "portal").logout("user-1", "sid-1");

      assertThat(clinic.logout(logout).status()).as("should come again").isEqualTo(503);

      assertThat(status(clinic, token)).isEqualTo(401);
      line.isCut = false;
      assertThat(clinic.logout(logout).status()).isEqualTo(200);
      assertThat(clinic.logout(logout).status()).as("came before").isEqualTo(400);
    }
  }

  @Test
  void aTokenOfWhichNobodyKnowsWhenItWasIssuedDoesNotOutliveAnEnd() throws Exception {
    try (IntrospectionServer server = endpoint();
        Clinic clinic =
            new Clinic(
                directory,
                trusted ->
                    TrustedIssuer.of(ISSUER, TestIssuer.AUDIENCE)
                        .introspection(server.settings().allowMissingIssueTime()),
                settings -> settings)) {
      String token = server.issue(t -> rights(t).without("iat"));
      String another = server.issue(t -> rights(t).subject("user-2").without("iat"));
      assertThat(status(clinic, token)).isEqualTo(200);
      clinic.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-1"), "desk");
      assertThat(status(clinic, token)).isEqualTo(401);

      // Longer than an answer of the issuer is believed, so that it is asked again.
      clinic.clock.advance(Duration.ofMinutes(2));

      assertThat(status(clinic, token)).isEqualTo(401);
      assertThat(status(clinic, another)).as("another user").isEqualTo(200);
    }
  }

  @Test
  void anEndCountsForAllThatWasIssuedThoughTheClockWasSetBack() throws Exception {
    Clinic clinic = new Clinic(directory, settings -> settings);
    clinic.clock.advance(Duration.ofMinutes(20));
    String token = token(clinic, t -> t);
    assertThat(status(clinic, token)).isEqualTo(200);
    clinic.clock.advance(Duration.ofMinutes(-10));
    assertThat(status(clinic, token)).as("still good").isEqualTo(200);

    clinic.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-1"), "desk");

    assertThat(status(clinic, token)).isEqualTo(401);
  }

  @Test
  void anIssuerThatEndsMoreThanThereIsRoomForTakesNothingFromTheUsersOfAnother() throws Exception {
    TestIssuer portal =
        TestIssuer.of("https://portal.example", SigningAlgorithm.ES256, ManualClock.create());
    Clinic clinic =
        new Clinic(
            directory,
            settings ->
                settings.trustIssuer(portal.trusted()).sessions(SessionRules.standard().room(200)));
    String token = token(clinic, t -> t);
    for (int i = 0; i < 300; i++) {
      clinic.zeroTrust.sessions().terminate(Target.session(portal.issuer(), "sid-" + i), "portal");
    }

    clinic.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-9"), "desk");
    clinic.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-8"), "desk");
    clinic.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-7"), "desk");

    assertThat(status(clinic, token)).isEqualTo(200);
    assertThat(status(clinic, token(clinic, t -> t.subject("user-9")))).isEqualTo(401);
    assertThat(status(clinic, portal.mint(t -> rights(t)))).as("of the portal").isEqualTo(401);
  }

  /** The endpoint's issuer has a clock of its own, which starts where all manual clocks do. */
  private static IntrospectionServer endpoint() {
    return TestIssuer.create(ManualClock.create()).introspect();
  }

  private Clinic sharing(Clinic clock, Clinic issuer, StateStore store, String name) {
    SessionRules rules = SessionRules.standard().sharedIn(store);
    return new Clinic(
        directory.resolve(name),
        trusted -> issuer.issuer.trusted(),
        settings -> settings.clock(clock.clock).sessions(rules));
  }

  private static TestToken rights(TestToken token) {
    return token.patient("123").scope("patient/*.rs").expiresIn(Duration.ofHours(8));
  }

  private static String token(Clinic clinic, UnaryOperator<TestToken> more) {
    return clinic.token("patient/*.rs", t -> more.apply(t.patient("123")));
  }

  private static int status(Clinic clinic, String token) throws Exception {
    return clinic.get(token, "/fhir/Patient/123").response().status();
  }

  /** A store at the other end of a line that can be cut. */
  private static final class CutOff implements StateStore {
    private final StateStore store;
    private volatile boolean isCut;

    private CutOff(StateStore store) {
      this.store = store;
    }

    private StateStore reached() throws StateUnavailableException {
      if (isCut) {
        throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "cut off");
      }
      return store;
    }

    @Override
    public boolean putIfAbsent(StateKey key, String value, Duration ttl)
        throws StateUnavailableException {
      return reached().putIfAbsent(key, value, ttl);
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
      return reached().get(key);
    }

    @Override
    public boolean compareAndSet(
        StateKey key, Optional<String> expected, String value, Duration ttl)
        throws StateUnavailableException {
      return reached().compareAndSet(key, expected, value, ttl);
    }

    @Override
    public Set<Guarantee> guarantees() {
      return store.guarantees();
    }
  }
}
