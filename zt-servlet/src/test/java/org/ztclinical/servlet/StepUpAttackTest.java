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
import org.ztclinical.identity.MfaRule;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.SigningAlgorithm;

/** Attempts to pass for more strongly authenticated than one was, through real HTTP. */
final class StepUpAttackTest {
  private static final String CHALLENGE =
      "Bearer error=\"insufficient_user_authentication\", acr_values=\"mfa\", max_age=\"3600\"";

  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer hospital = TestIssuer.create(clock);
  private final TestIssuer portal =
      TestIssuer.of("https://portal.example", SigningAlgorithm.ES256, clock);
  private IdentityApplication application;

  @BeforeEach
  void start() throws Exception {
    application =
        IdentityApplication.start(
            directory,
            settings ->
                settings
                    .clock(clock)
                    .trustIssuer(hospital.trusted().acrOrder("pwd", "mfa", "phr").vouchForMfa())
                    .trustIssuer(portal.trusted().acrOrder("pwd", "mfa", "phr"))
                    .requireMfa(MfaRule.required().byAcr("mfa").maxAge(Duration.ofHours(1))));
  }

  @AfterEach
  void stop() {
    application.close();
  }

  private String token(UnaryOperator<TestToken> bend) {
    return token(hospital, bend);
  }

  private String token(TestIssuer issuer, UnaryOperator<TestToken> bend) {
    return issuer.mint(
        t -> bend.apply(IdentityApplication.patient(t).authenticatedAgo(Duration.ofMinutes(5))));
  }

  private static UnaryOperator<TestToken> acr(String value) {
    return token -> token.claim("acr", value);
  }

  @Test
  void everyAttackOnStrengthIsAnsweredAsTheVectorsSay() {
    Map<String, Supplier<List<Received>>> attacks = new LinkedHashMap<>();
    attacks.put("step-up-01", () -> challenged(token(acr("pwd")), token(t -> t)));
    attacks.put("step-up-04", () -> challenged(token(acr("zzz")), token(acr("MFA"))));
    attacks.put("step-up-07", () -> challenged(token(portal, acr("mfa"))));
    attacks.put("step-up-10", this::echo);

    IdentityVectors.assertAnswered(Set.of("step-up"), attacks, Map.of());

    assertThat(application.read(token(acr("mfa"))).status()).isEqualTo(200);
  }

  private List<Received> challenged(String... tokens) {
    List<Received> all = application.readWith(tokens);
    for (Received received : all) {
      assertThat(received.header("WWW-Authenticate")).contains(CHALLENGE);
    }
    return all;
  }

  /** Nothing of a request gets into the challenge. */
  private List<Received> echo() {
    String evil = "evil\\\"x";
    Received received =
        new RawClient(application.port())
            .get("/fhir/Patient/1?_pretty=acr_values%3D%22evil%22")
            .header("acr_values", evil)
            .header("X-Acr-Values", evil)
            .bearer(token(t -> t.claim("acr", "pwd").claim("acr_values", "evil")))
            .receive();
    assertThat(received.headers().toString() + received.body()).doesNotContain("evil");
    assertThat(received.header("WWW-Authenticate")).contains(CHALLENGE);
    return List.of(received);
  }

  @Test
  void aStrongerClassThanAskedForWillDo() {
    assertThat(application.read(token(acr("phr"))).status()).isEqualTo(200);
  }

  @Test
  void methodsDoNotReplaceAClassThatWasAskedFor() {
    challenged(token(t -> t.claim("amr", List.of("pwd", "otp", "mfa")).claim("acr", "pwd")));
  }

  @Test
  void anOldOrFutureOrUnknownLoginIsNotEnough() {
    challenged(
        token(t -> t.claim("acr", "mfa").authenticatedAgo(Duration.ofMinutes(61))),
        token(t -> t.claim("acr", "mfa").authenticatedAgo(Duration.ofMinutes(-5))),
        token(t -> t.claim("acr", "mfa").without("auth_time")));
  }

  @Test
  void claimsOfTheWrongFormAreABadToken() {
    for (Object acr : List.of(List.of("mfa"), 1, true, Map.of("mfa", 1), " mfa", "")) {
      Received received = application.read(token(t -> t.claim("acr", acr)));
      assertThat(IdentityVectors.errorOf(received)).as("%s", acr).isEqualTo("invalid_token");
    }
    Received received =
        application.read(token(t -> t.claim("acr", "mfa").claim("auth_time", "1700000000")));
    assertThat(IdentityVectors.errorOf(received)).isEqualTo("invalid_token");
  }

  /** What stronger authentication would mend is told before what it would not. */
  @Test
  void strengthIsAskedForBeforeScopes() {
    challenged(token(t -> t.claim("acr", "pwd").scope("launch/patient")));

    Received strong = application.read(token(t -> t.claim("acr", "mfa").scope("launch/patient")));
    assertThat(strong.status()).isEqualTo(403);
    assertThat(IdentityVectors.errorOf(strong)).isEqualTo("insufficient_scope");
  }
}
