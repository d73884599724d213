package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.session.DpopRule;
import org.ztclinical.session.SessionRules;
import org.ztclinical.session.Target;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.SealKey;
import org.ztclinical.state.SealedState;
import org.ztclinical.state.StateKey;
import org.ztclinical.statejdbc.JdbcDialect;
import org.ztclinical.statejdbc.JdbcState;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;

/** The examples of docs/shared-state.md, and what the page says of them. */
class SharedStatePageTest {
  private static final String EMERGENCY =
      """
      @id("emergency")
      @obligation("justify")
      permit (principal, action in Fhir::Action::"read-like", resource);
      """;
  private static final Path PAGE =
      Path.of(System.getProperty("zt.root")).resolve("docs/shared-state.md");

  @TempDir Path folder;

  private final ManualClock clock = ManualClock.at(Instant.now());
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final byte[] secret = random();
  private JdbcConnectionPool pool;
  private JdbcState store;

  @BeforeEach
  void open() throws Exception {
    pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("state"), "sa", "");
    store =
        JdbcState.builder(pool).callTimeout(Duration.ofSeconds(10)).createTableIfMissing().open();
  }

  @AfterEach
  void close() {
    store.close();
    pool.dispose();
  }

  @Test
  void aReasonThatOneInstanceWasToldCountsAtTheOther() throws Exception {
    try (ZeroTrust one = protect(builder("one"), pool, secret, clock);
        ZeroTrust other = protect(builder("other"), pool, secret, clock);
        ZeroTrust stranger = protect(builder("stranger"), pool, random(), clock)) {
      assertThat(status(other, Map.of())).isEqualTo(403);

      assertThat(status(one, Map.of("access-justification", List.of("unconscious"))))
          .isEqualTo(200);

      assertThat(status(other, Map.of())).isEqualTo(200);
      assertThat(status(stranger, Map.of())).as("with another key").isEqualTo(403);
    }
  }

  @Test
  void whatOneInstanceEndedHasEndedAtAllOthers() throws Exception {
    try (ZeroTrust one = protect(builder("one"), pool, secret, clock)) {
      assertThat(status(one, Map.of())).as("without a reason").isEqualTo(403);

      one.sessions().terminate(Target.subject(issuer.issuer(), "user-1"), "security desk");

      try (ZeroTrust later = protect(builder("later"), pool, secret, clock)) {
        assertThat(status(later, Map.of())).isEqualTo(401);
      }
    }
  }

  /** As an application would. */
  private static ZeroTrust protect(
      ZeroTrustBuilder settings, DataSource database, byte[] secret, InstantSource clock)
      throws Exception {
    JdbcState store = JdbcState.builder(database).open();
    SealKey seals = SealKey.of(secret);
    SealedState sealed = SealedState.of(store, seals, clock);
    return settings
        .sharedState(store, seals)
        .dpop(DpopRule.standard().usedProofsIn(sealed))
        .sessions(SessionRules.standard().sharedIn(sealed))
        .build();
  }

  @Test
  void whatPromisesTooLittleDoesNotStart() {
    ZeroTrustBuilder settings =
        builder("none").sharedState(InMemoryState.create(clock), SealKey.of(secret));

    assertThatThrownBy(settings::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "in-memory state with 0 of 100000 entries does not promise what facts of several"
                + " instances (sharedState) need. It lacks SHARED (all instances see the same): take"
                + " a database, Redis or a cluster's cache that all instances use");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void whatAnApplicationAgreesOnByItself() throws Exception {
    assertThat(isFirst("code-1")).isTrue();
    assertThat(isFirst("code-1")).isFalse();
  }

  private boolean isFirst(String code) throws Exception {
    SealedState state = SealedState.of(store, SealKey.of(secret), clock);
    StateKey key = StateKey.of("one-time-code", "https://issuer.example", code);
    return state.putIfAbsent(key, "", Duration.ofMinutes(5));
  }

  @Test
  void thePageShowsTheTablesAsTheyAreMade() throws Exception {
    String page = Files.readString(PAGE);

    for (JdbcDialect dialect : JdbcDialect.values()) {
      String line = dialect == JdbcDialect.H2 ? "content VARBINARY(4096)" : "content BYTEA";
      assertThat(dialect.ddl("zt_state")).contains(line);
      assertThat(page).contains(line);
    }
    assertThat(page).contains(JdbcDialect.POSTGRESQL.ddl("zt_state"));
  }

  private ZeroTrustBuilder builder(String instance) {
    return ZeroTrust.builder()
        .trustIssuer(issuer.trusted())
        .fhirServer("/fhir", "https://fhir.example/fhir")
        .auditIn(folder.resolve(instance))
        .policies(PolicySource.of(new PolicyText("emergency.cedar", EMERGENCY)))
        .clock(clock);
  }

  private int status(ZeroTrust instance, Map<String, List<String>> headers) throws Exception {
    CanonicalRequest request =
        CanonicalRequest.parse(HttpMethod.GET, "/fhir/Patient/123", headers, Body.none());
    Guarded guarded =
        instance.guard(
            new Attempt(
                Credentials.bearer(issuer.mint(token -> token.scope("user/*.rs"))),
                new RequestContext("test-1", "192.0.2.7", clock.instant()),
                request),
            clearance -> Response.json(200, "{\"resourceType\":\"Patient\",\"id\":\"123\"}"));
    return guarded.response().status();
  }

  private static byte[] random() {
    byte[] bytes = new byte[SealKey.MIN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
