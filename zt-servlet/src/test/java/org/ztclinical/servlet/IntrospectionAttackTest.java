package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.IntrospectionServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.TrustedIssuer;

/** Attacks with tokens that only their issuer can read, through real HTTP. */
final class IntrospectionAttackTest {
  private static final int CALLS_A_SECOND = 50;

  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final IntrospectionServer server = issuer.introspect();
  private IdentityApplication application;

  @BeforeEach
  void start() throws Exception {
    application = start("a", TestIssuer.AUDIENCE);
  }

  private IdentityApplication start(String name, String audience) throws Exception {
    TrustedIssuer trusted =
        TrustedIssuer.of(issuer.issuer(), audience)
            .introspection(server.settings().limits(Duration.ofSeconds(2), CALLS_A_SECOND, 16));
    return IdentityApplication.start(
        directory.resolve(name), settings -> settings.clock(clock).trustIssuer(trusted));
  }

  @AfterEach
  void stop() {
    application.close();
    server.close();
  }

  private String issue(UnaryOperator<TestToken> bend) {
    return server.issue(token -> bend.apply(IdentityApplication.patient(token)));
  }

  @Test
  void everyAttackWithAnOpaqueTokenIsAnsweredAsTheVectorsSay() {
    Map<String, Supplier<List<Received>>> attacks = new LinkedHashMap<>();
    attacks.put(
        "introspection-01",
        () -> application.readWith("never-issued", issue(t -> t.claim("active", false))));
    attacks.put(
        "introspection-04",
        () ->
            application.readWith(
                issue(t -> t.issuedAgo(Duration.ofMinutes(5)).expiresIn(Duration.ofSeconds(-31)))));
    attacks.put("introspection-07", this::flood);
    attacks.put("introspection-10", () -> List.of(knownElsewhere()));

    IdentityVectors.assertAnswered(Set.of("introspection"), attacks, Map.of());

    assertThat(application.read(issue(t -> t)).status()).isEqualTo(200);
  }

  /** Above the rate the answer is that nobody knows: an honest token must not be called bad. */
  private List<Received> flood() {
    List<Received> first = application.readWith("random-a", "random-b", "random-a");
    String honest = issue(t -> t);
    assertThat(application.read(honest).status()).isEqualTo(200);
    int before = server.requests();
    long start = System.nanoTime();
    Flood flood = new Flood(application.port(), i -> "random-" + i);

    flood.run(3_000, () -> application.read(honest));

    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(server.requests() - before)
        .isLessThanOrEqualTo((int) (CALLS_A_SECOND * (seconds + 2)));
    assertThat(Set.of(401, 503)).containsAll(flood.statuses().keySet());
    clock.advance(Duration.ofSeconds(5));
    return first;
  }

  /** One API of the issuer knows the token and accepts it; it is not for the other. */
  private Received knownElsewhere() {
    String token = issue(t -> t);
    Received here = retried(application, token);
    assertThat(here.status()).isEqualTo(200);
    try (IdentityApplication other = start("b", "https://other.example")) {
      return other.read(token);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** After a flood the next second has calls again. */
  private static Received retried(IdentityApplication application, String token) {
    Received received = application.read(token);
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (received.status() == 503 && System.nanoTime() < deadline) {
      received = application.read(token);
    }
    return received;
  }

  @Test
  void anIssuerThatDoesNotAnswerIsNoReasonToCallATokenBad() {
    server.failWith(500);

    Received received = application.read(issue(t -> t));

    assertThat(received.status()).isEqualTo(503);
    // It may be asked again at once, and not only after the time that is usual.
    assertThat(received.header("Retry-After")).contains("1");
    assertThat(received.header("WWW-Authenticate")).isEmpty();
  }

  @Test
  void aBoundTokenAsAPlainBearerIsRefused() {
    String hash = RawKey.encode(new byte[32]);
    for (String member : List.of("x5t#S256", "jkt", "unknown")) {
      Received received = application.read(issue(t -> t.claim("cnf", Map.of(member, hash))));
      assertThat(received.status()).as(member).isEqualTo(401);
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    try (IntrospectionServer target = issuer.introspect()) {
      server.redirectTo(target.uri());

      assertThat(application.read(issue(t -> t)).status()).isEqualTo(503);
      assertThat(target.requests()).isZero();
    }
  }
}
