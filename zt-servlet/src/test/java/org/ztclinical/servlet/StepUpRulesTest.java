package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;

/** Rules about authentication for a role, an interaction and a route, through real HTTP. */
final class StepUpRulesTest {
  private static final String READ = "/fhir/Patient/1";
  private static final String ERROR = "Bearer error=\"insufficient_user_authentication\"";
  private static final String BUNDLE =
      "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"%s\","
          + "\"url\":\"Patient/1\"}}]}";

  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private IdentityApplication application;

  @BeforeEach
  void start() throws Exception {
    application =
        start(
            settings ->
                settings
                    .requireMfa(MfaRule.required().orAcr("mfa").forRoles("admin", "auditor"))
                    .requireMfa(
                        MfaRule.required()
                            .byAcr("mfa")
                            .maxAge(Duration.ofMinutes(5))
                            .onInteractions(Interaction.CREATE, Interaction.DELETE))
                    .requireMfa(
                        MfaRule.phishingResistant()
                            .maxAge(Duration.ofMinutes(1))
                            .onRoutes("signLetter")));
  }

  private IdentityApplication start(UnaryOperator<ZeroTrustBuilder> rules) throws Exception {
    return IdentityApplication.start(
        directory,
        settings ->
            rules.apply(
                settings
                    .clock(clock)
                    .policies(
                        PolicySource.of(
                            new PolicyText(
                                "all.cedar", "@id(\"all\") permit(principal, action, resource);")))
                    .trustIssuer(issuer.trusted().acrOrder("pwd", "mfa", "phr"))),
        routes ->
            routes
                .route(AppRoute.of(HttpMethod.GET, "/letters/{id}").action("viewLetter"))
                .route(AppRoute.of(HttpMethod.POST, "/letters/{id}").action("signLetter")));
  }

  @AfterEach
  void stop() {
    application.close();
  }

  private String token(String acr, Duration ago, UnaryOperator<TestToken> more) {
    return issuer.mint(
        t -> more.apply(IdentityApplication.patient(t).claim("acr", acr).authenticatedAgo(ago)));
  }

  private String token(String acr, Duration ago) {
    return token(acr, ago, t -> t);
  }

  private Received send(String method, String path, String token, String body) {
    RawClient.Sending sending = new RawClient(application.port()).send(method, path).bearer(token);
    return body.isEmpty()
        ? sending.receive()
        : sending.body("application/fhir+json", body).receive();
  }

  private void asks(String expected, String method, String path, String token) {
    asks(expected, method, path, token, "");
  }

  private void asks(String expected, String method, String path, String token, String body) {
    Received received = send(method, path, token, body);
    assertThat(received.status()).isEqualTo(401);
    assertThat(received.header("WWW-Authenticate")).hasValue(ERROR + expected);
  }

  private void letsPass(String method, String path, String token) {
    assertThat(send(method, path, token, "").status()).isBetween(200, 299);
  }

  @Test
  void aRuleForRolesMeansThemAlone() {
    Duration today = Duration.ofHours(3);

    letsPass("GET", READ, token("pwd", today, t -> t.roles("nurse")));
    letsPass("GET", READ, token("pwd", today));
    asks(", acr_values=\"mfa\"", "GET", READ, token("pwd", today, t -> t.roles("x", "auditor")));
    letsPass("GET", READ, token("mfa", today, t -> t.roles("admin")));
    letsPass("GET", READ, token("phr", today, t -> t.roles("admin")));
    letsPass(
        "GET", READ, token("pwd", today, t -> t.roles("admin").claim("amr", new String[] {"mfa"})));
  }

  @Test
  void aRuleForInteractionsHasAnAgeOfItsOwnAndMeansEntriesOfBatches() {
    String asked = ", acr_values=\"mfa\", max_age=\"300\"";
    String password = token("pwd", Duration.ofMinutes(1));
    String old = token("mfa", Duration.ofMinutes(6));
    String fresh = token("mfa", Duration.ofMinutes(4));

    letsPass("GET", READ, old);
    letsPass("GET", READ, password);
    asks(asked, "DELETE", READ, password);
    asks(asked, "DELETE", READ, old);
    asks(asked, "POST", "/fhir", old, BUNDLE.formatted("DELETE"));
    assertThat(send("POST", "/fhir", old, BUNDLE.formatted("GET")).status()).isNotEqualTo(401);
    assertThat(send("DELETE", READ, fresh, "").status()).isNotEqualTo(401);
  }

  @Test
  void aRuleForRoutesMeansTheirActionsAndOnlyAClassShowsWhatCannotBePhished() {
    String asked = ", acr_values=\"phr phrh\", max_age=\"60\"";
    Duration now = Duration.ofSeconds(5);

    letsPass("GET", "/letters/1", token("pwd", now));
    asks(asked, "POST", "/letters/1", token("mfa", now));
    asks(
        asked,
        "POST",
        "/letters/1",
        token("pwd", now, t -> t.claim("amr", new String[] {"hwk", "fpt", "mfa", "phr"})));
    asks(asked, "POST", "/letters/1", token("phr", Duration.ofMinutes(2)));
    letsPass("POST", "/letters/1", token("phr", now));
  }

  @Test
  void whatSeveralRulesWantIsAskedForAtOnce() throws Exception {
    application.close();
    application =
        start(
            settings ->
                settings
                    .requireMfa(MfaRule.required().byAcr("mfa", "phr").maxAge(Duration.ofHours(8)))
                    .requireMfa(
                        MfaRule.required()
                            .byAcr("other", "phr")
                            .maxAge(Duration.ofHours(1))
                            .forRoles("admin"))
                    .requireMfa(
                        MfaRule.phishingResistant("phr")
                            .maxAge(Duration.ofMinutes(5))
                            .onInteractions(Interaction.DELETE)));
    Duration long2 = Duration.ofHours(2);
    UnaryOperator<TestToken> admin = t -> t.roles("admin");

    asks(", acr_values=\"mfa phr\", max_age=\"28800\"", "GET", READ, token("pwd", long2));
    letsPass("GET", READ, token("mfa", long2));
    // The class of the first rule would not do for the second.
    asks(", acr_values=\"phr\", max_age=\"3600\"", "GET", READ, token("pwd", long2, admin));
    asks(", acr_values=\"phr\", max_age=\"3600\"", "GET", READ, token("mfa", long2, admin));
    // Too old alone: who came back with a password would have to come a third time.
    asks(", acr_values=\"phr\", max_age=\"300\"", "DELETE", READ, token("phr", long2));
    asks(", acr_values=\"phr\", max_age=\"300\"", "DELETE", READ, token("pwd", long2, admin));
    assertThat(send("DELETE", READ, token("phr", Duration.ZERO, admin), "").status())
        .isNotEqualTo(401);
  }

  @Test
  void aRuleForARouteThatIsNotThereDoesNotStart() {
    assertThatThrownBy(
            () -> start(s -> s.requireMfa(MfaRule.required().onRoutes("viewLetter", "viewLeter"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("requireMfa: no route has the action viewLeter; call route(…) for it");
    assertThatThrownBy(
            () ->
                start(
                    s -> s.requireSenderConstraint(SenderConstraintRule.required().onRoutes("no"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("requireSenderConstraint: no route has the action no; call route(…) for it");
  }
}
