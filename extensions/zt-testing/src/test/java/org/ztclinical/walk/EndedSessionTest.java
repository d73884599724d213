package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.notice.Notice;
import org.ztclinical.session.SessionRules;
import org.ztclinical.session.Sessions;
import org.ztclinical.session.Target;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.testing.TestToken;

/** What was ended is refused at once, and whoever ended it stands in the log. */
class EndedSessionTest {
  private static final String ISSUER = "https://issuer.example";

  @TempDir Path directory;

  @Test
  void whateverATokenBelongsToCanBeEnded() throws Exception {
    Map<Target, UnaryOperator<TestToken>> targets =
        Map.of(
            Target.token(ISSUER, "jti-1"), t -> t.claim("jti", "jti-1"),
            Target.session(ISSUER, "sid-1"), t -> t.claim("sid", "sid-1"),
            Target.subject(ISSUER, "user-9"), t -> t.subject("user-9"),
            Target.client(ISSUER, "app-9"), t -> t.client("app-9"),
            Target.device(ISSUER, "tablet-1"), t -> t.claim("device_id", "tablet-1"),
            Target.device(ISSUER, "tablet-2"), t -> t.claim("deviceid", "tablet-2"));
    Clinic clinic = clinic();
    for (Map.Entry<Target, UnaryOperator<TestToken>> one : targets.entrySet()) {
      String token = token(clinic, one.getValue());
      assertThat(status(clinic, token)).as("before " + one.getKey()).isEqualTo(200);

      clinic.zeroTrust.sessions().terminate(one.getKey(), "security desk");

      Guarded refused = clinic.get(token, "/fhir/Patient/123");
      assertThat(refused.response().status()).as("after " + one.getKey()).isEqualTo(401);
      assertThat(refused.response().header("WWW-Authenticate"))
          .hasValueSatisfying(
              told -> assertThat(told).startsWith("Bearer error=\"invalid_token\""));
      assertThat(status(clinic, token(clinic, t -> t))).as("others").isEqualTo(200);
    }
    assertThat(clinic.log())
        .filteredOn(line -> line.contains("terminate"))
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).contains("by='security desk'"))
        .noneSatisfy(line -> assertThat(line).containsAnyOf("user-9", "tablet-1", "sid-1"));
    assertThat(clinic.rejections()).anySatisfy(line -> assertThat(line).contains("terminated"));
  }

  @Test
  void aTokenIssuedAfterTheEndIsGoodAndOneOfTheSameSecondIsNot() throws Exception {
    Clinic clinic = clinic();
    String before = token(clinic, t -> t);
    clinic.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-1"), "desk");
    // The issuer's clock may be 30 s ahead of ours.
    clinic.clock.advance(Duration.ofSeconds(30));
    String sameSecond = token(clinic, t -> t);
    clinic.clock.advance(Duration.ofSeconds(1));
    String after = token(clinic, t -> t);

    assertThat(status(clinic, before)).isEqualTo(401);
    assertThat(status(clinic, sameSecond)).isEqualTo(401);
    assertThat(status(clinic, after)).isEqualTo(200);
  }

  @Test
  void anEndedLoginStaysEndedWhateverItsRefreshTokensBring() throws Exception {
    Clinic clinic = clinic();
    clinic.zeroTrust.sessions().terminate(Target.session(ISSUER, "sid-1"), "desk");
    clinic.clock.advance(Duration.ofHours(23));

    assertThat(status(clinic, token(clinic, t -> t.claim("sid", "sid-1")))).isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t.claim("sid", "sid-2")))).isEqualTo(200);
  }

  @Test
  void ofSeveralTogetherOnlyWhatAllMeanIsEndedAndWhatIsNotSaidMayBeMeant() throws Exception {
    Clinic clinic = clinic();
    Target both = Target.subject(ISSUER, "user-1").and(Target.device(ISSUER, "tablet-1"));
    clinic.zeroTrust.sessions().terminate(both, "desk");

    assertThat(status(clinic, token(clinic, t -> t.claim("device_id", "tablet-1")))).isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t))).as("no device said").isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t.claim("device_id", "tablet-2")))).isEqualTo(200);
    assertThat(status(clinic, token(clinic, t -> t.subject("u2").claim("device_id", "tablet-1"))))
        .isEqualTo(200);
    assertThat(status(clinic, token(clinic, t -> t.subject("u2")))).isEqualTo(200);
  }

  @Test
  void aClaimThatNamesTheSessionAndCannotBeReadRefusesTheToken() throws Exception {
    Clinic clinic = clinic();

    assertThat(status(clinic, token(clinic, t -> t.claim("sid", 7)))).isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t.claim("device_id", List.of("a")))))
        .isEqualTo(401);
    assertThat(clinic.rejections())
        .anySatisfy(line -> assertThat(line).contains("session.handle-malformed"));
  }

  @Test
  void trustIsWithdrawnFromAnIssuerAKeyAndAClientUntilItIsGivenBack() throws Exception {
    Clinic clinic = clinic();
    Sessions sessions = clinic.zeroTrust.sessions();
    String token = token(clinic, t -> t);
    String header = new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[0]));
    String kid = header.replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");

    sessions.distrustIssuer(ISSUER, "desk");
    assertThat(status(clinic, token)).isEqualTo(401);
    clinic.clock.advance(Duration.ofMinutes(2));
    assertThat(status(clinic, token(clinic, t -> t))).as("also new ones").isEqualTo(401);
    sessions.trustAgain(Target.issuer(ISSUER), "desk");
    assertThat(status(clinic, token(clinic, t -> t))).isEqualTo(200);

    sessions.distrustKey(ISSUER, kid, "desk");
    assertThat(status(clinic, token(clinic, t -> t))).isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t.withoutHeader("kid"))))
        .as("which key it was is known without kid")
        .isEqualTo(401);
    clinic.clock.advance(Duration.ofSeconds(1));
    sessions.trustAgain(Target.key(ISSUER, kid), "desk");
    assertThat(status(clinic, token(clinic, t -> t))).isEqualTo(200);

    sessions.distrustClient(ISSUER, "app-1", "desk");
    assertThat(status(clinic, token(clinic, t -> t))).isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t.client("app-2")))).isEqualTo(200);
    assertThat(clinic.log())
        .anySatisfy(line -> assertThat(line).contains("distrust", "of=key", "by=desk"))
        .anySatisfy(line -> assertThat(line).contains("trust-again", "of=issuer"));
  }

  @Test
  void anAnswerThatIsReadyWhenTheSessionEndsStays() throws Exception {
    Clinic clinic = clinic();
    clinic.working(
        clearance -> {
          clinic.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-1"), "desk");
          return Response.json(200, "{\"resourceType\":\"Patient\",\"id\":\"123\"}");
        });

    Guarded guarded = clinic.get(token(clinic, t -> t), "/fhir/Patient/123");

    assertThat(guarded.response().status()).isEqualTo(401);
    assertThat(Clinic.text(guarded)).doesNotContain("123");
    assertThat(clinic.log())
        .anySatisfy(line -> assertThat(line).contains("release", "enforce.session-ended"));
  }

  @Test
  void anotherInstanceThatSharesTheStoreRefusesToo() throws Exception {
    Clinic first = clinic();
    InMemoryState store = InMemoryState.create(first.clock);
    SessionRules shared = SessionRules.standard().sharedIn(store);
    try (Clinic one =
            new Clinic(directory.resolve("one"), b -> b.clock(first.clock).sessions(shared));
        Clinic other = sharing(first, one, shared, "other")) {
      String token = token(one, t -> t);
      assertThat(status(other, token)).isEqualTo(200);

      one.zeroTrust.sessions().terminate(Target.subject(ISSUER, "user-1"), "desk");
      one.zeroTrust.sessions().distrustClient(ISSUER, "app-7", "desk");
      waitUntilRefused(other, token);

      assertThat(status(other, token(one, t -> t.client("app-7").subject("u2")))).isEqualTo(401);
      try (Clinic later = sharing(first, one, shared, "later")) {
        assertThat(status(later, token)).as("started afterwards").isEqualTo(401);
        assertThat(status(later, token(one, t -> t.client("app-7").subject("u2")))).isEqualTo(401);
        assertThat(status(later, token(one, t -> t.subject("u2")))).isEqualTo(200);
      }
    }
  }

  private Clinic sharing(Clinic clock, Clinic one, SessionRules rules, String name) {
    return new Clinic(
        directory.resolve(name),
        trusted -> one.issuer.trusted(),
        builder -> builder.clock(clock.clock).sessions(rules));
  }

  private static void waitUntilRefused(Clinic clinic, String token) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (status(clinic, token) != 401) {
      assertThat(System.nanoTime()).as("within 5 s").isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Test
  void withoutRoomAllTokensOfTheIssuerUntilThenAreRefusedAndNoneIsForgotten() throws Exception {
    List<Notice> told = new ArrayList<>();
    Clinic clinic =
        new Clinic(
            directory,
            builder -> builder.notices(told::add).sessions(SessionRules.standard().room(100)));
    Sessions sessions = clinic.zeroTrust.sessions();
    String first = token(clinic, t -> t.subject("s0"));
    String bystander = token(clinic, t -> t.subject("bystander"));
    for (int i = 0; i < 100; i++) {
      sessions.terminate(Target.subject(ISSUER, "s" + i), "desk");
    }
    assertThat(status(clinic, bystander)).isEqualTo(200);

    sessions.terminate(Target.subject(ISSUER, "one-more"), "desk");

    assertThat(status(clinic, first)).isEqualTo(401);
    assertThat(status(clinic, bystander)).isEqualTo(401);
    assertThat(told).extracting(Notice::kind).contains(Notice.Kind.SESSIONS_FULL);
    clinic.clock.advance(Duration.ofSeconds(31));
    assertThat(status(clinic, token(clinic, t -> t.subject("bystander")))).isEqualTo(200);
  }

  @Test
  void withoutRoomForLoginsTheIssuerIsRefusedAltogether() throws Exception {
    Clinic clinic =
        new Clinic(directory, builder -> builder.sessions(SessionRules.standard().room(100)));
    Sessions sessions = clinic.zeroTrust.sessions();
    for (int i = 0; i < 110; i++) {
      sessions.terminate(Target.session(ISSUER, "sid-" + i), "desk");
    }

    clinic.clock.advance(Duration.ofSeconds(60));
    for (int i = 0; i < 110; i++) {
      String sid = "sid-" + i;
      assertThat(status(clinic, token(clinic, t -> t.claim("sid", sid)))).isEqualTo(401);
    }
    assertThat(status(clinic, token(clinic, t -> t))).isEqualTo(401);
    clinic.clock.advance(Duration.ofHours(25));
    sessions.trustAgain(Target.issuer(ISSUER), "desk");
    assertThat(status(clinic, token(clinic, t -> t))).isEqualTo(200);
  }

  @Test
  void whatFoundNoRoomStaysRefusedThoughTheIssuerIsTrustedAgain() throws Exception {
    Clinic clinic =
        new Clinic(directory, builder -> builder.sessions(SessionRules.standard().room(100)));
    Sessions sessions = clinic.zeroTrust.sessions();
    UnaryOperator<TestToken> forgotten =
        t -> t.claim("sid", "sid-149").expiresIn(Duration.ofHours(8));
    String before = token(clinic, forgotten);
    for (int i = 0; i < 150; i++) {
      sessions.terminate(Target.session(ISSUER, "sid-" + i), "desk");
    }
    clinic.clock.advance(Duration.ofHours(1));
    // What a refresh token of that login brought meanwhile.
    String between = token(clinic, forgotten);

    sessions.trustAgain(Target.issuer(ISSUER), "desk");

    assertThat(status(clinic, before)).isEqualTo(401);
    assertThat(status(clinic, between)).isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t.claim("sid", "sid-1")))).isEqualTo(401);
    clinic.clock.advance(Duration.ofSeconds(31));
    assertThat(status(clinic, token(clinic, t -> t))).as("a new one").isEqualTo(200);
    assertThat(status(clinic, between)).as("still").isEqualTo(401);
  }

  @Test
  void whatAnOperatorDistrustsHasRoomWhenSessionsHaveNone() throws Exception {
    Clinic clinic =
        new Clinic(directory, builder -> builder.sessions(SessionRules.standard().room(100)));
    Sessions sessions = clinic.zeroTrust.sessions();
    for (int i = 0; i < 150; i++) {
      sessions.terminate(Target.session(ISSUER, "sid-" + i), "desk");
    }
    sessions.distrustClient(ISSUER, "stolen-app", "desk");
    sessions.trustAgain(Target.issuer(ISSUER), "desk");
    clinic.clock.advance(Duration.ofSeconds(31));

    assertThat(status(clinic, token(clinic, t -> t.client("stolen-app")))).isEqualTo(401);
    assertThat(status(clinic, token(clinic, t -> t))).isEqualTo(200);
  }

  @Test
  void anUnknownIssuerAndANamelessOperatorAreMistakes() {
    Sessions sessions = clinic().zeroTrust.sessions();

    assertThatThrownBy(() -> sessions.terminate(Target.issuer("https://other.example"), "desk"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a trusted issuer");
    assertThatThrownBy(() -> sessions.terminate(Target.issuer(ISSUER), " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Target.subject(ISSUER, "a").and(Target.subject(ISSUER, "b")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Target.subject(ISSUER, "user-1").toString()).doesNotContain("user-1");
  }

  private Clinic clinic() {
    return new Clinic(directory, builder -> builder);
  }

  private static String token(Clinic clinic, UnaryOperator<TestToken> more) {
    return clinic.token("patient/*.rs", t -> more.apply(t.patient("123")));
  }

  private static int status(Clinic clinic, String token) throws Exception {
    return clinic.get(token, "/fhir/Patient/123").response().status();
  }
}
