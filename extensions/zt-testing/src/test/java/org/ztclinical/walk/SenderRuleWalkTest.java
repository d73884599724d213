package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.DpopKey;

/** Where tokens must be bound to their senders. */
class SenderRuleWalkTest {
  private static final String PATH = "/fhir/Patient/123";
  private static final String URL = "https://fhir.example" + PATH;
  private static final String SCOPES = "user/*.cruds";

  @TempDir Path directory;

  @Test
  void aPlainBearerTokenIsChallengedWhereABoundOneIsNeeded() throws Exception {
    try (Clinic clinic =
        new Clinic(directory, b -> b.requireSenderConstraint(SenderConstraintRule.required()))) {
      DpopKey key = DpopKey.create(clinic.clock);
      String bound = clinic.token(SCOPES, t -> t.boundTo(key));

      Guarded refused = clinic.get(clinic.token(SCOPES, t -> t), PATH);
      Guarded served = send(clinic, bound, key, "GET");

      assertThat(refused.response().status()).isEqualTo(401);
      assertThat(refused.response().header("WWW-Authenticate"))
          .hasValue(
              "DPoP error=\"invalid_token\", error_description=\"A token that is bound to its"
                  + " sender is needed\", algs=\"ES256 ES384 PS256 RS256\"");
      assertThat(served.response().status()).isEqualTo(200);
      assertThat(clinic.runs).hasValue(1);
      assertThat(clinic.log())
          .anySatisfy(
              line -> assertThat(line).contains(" sender-constraint ", "identity.token-not-bound"))
          .noneSatisfy(line -> assertThat(line).contains("step-up"));
    }
  }

  @Test
  void aTokenBoundToAKeyIsNotOneBoundToACertificate() throws Exception {
    try (Clinic clinic =
        new Clinic(
            directory, b -> b.requireSenderConstraint(SenderConstraintRule.byCertificate()))) {
      DpopKey key = DpopKey.create(clinic.clock);

      Guarded refused = send(clinic, clinic.token(SCOPES, t -> t.boundTo(key)), key, "GET");
      Guarded plain = clinic.get(clinic.token(SCOPES, t -> t), PATH);

      assertThat(refused.response().status()).isEqualTo(401);
      assertThat(plain.response().header("WWW-Authenticate").orElse(""))
          .isEqualTo(
              "Bearer error=\"invalid_token\", error_description=\"A token that is bound to a"
                  + " client certificate is needed\"");
    }
  }

  @Test
  void aRuleForRolesMeansNobodyElse() throws Exception {
    SenderConstraintRule rule = SenderConstraintRule.byKey().forRoles("admin", "researcher");
    try (Clinic clinic = new Clinic(directory, b -> b.requireSenderConstraint(rule))) {
      assertThat(status(clinic.get(clinic.token(SCOPES, t -> t.roles("nurse")), PATH)))
          .isEqualTo(200);
      assertThat(status(clinic.get(clinic.token(SCOPES, t -> t), PATH))).isEqualTo(200);
      assertThat(status(clinic.get(clinic.token(SCOPES, t -> t.roles("nurse", "admin")), PATH)))
          .isEqualTo(401);
    }
  }

  @Test
  void aRuleForInteractionsMeansThemInBatchesToo() throws Exception {
    SenderConstraintRule rule = SenderConstraintRule.required().onInteractions(Interaction.DELETE);
    try (Clinic clinic = new Clinic(directory, b -> b.requireSenderConstraint(rule))) {
      String token = clinic.token(SCOPES, t -> t);

      assertThat(status(clinic.get(token, PATH))).isEqualTo(200);
      assertThat(status(clinic.send(HttpMethod.DELETE, token, PATH, Body.none()))).isEqualTo(401);
      assertThat(status(clinic.send(HttpMethod.POST, token, "/fhir", batch("DELETE"))))
          .isEqualTo(401);
      assertThat(status(clinic.send(HttpMethod.POST, token, "/fhir", batch("GET"))))
          .isNotEqualTo(401);
    }
  }

  private static Body batch(String method) {
    return Clinic.json(
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\""
            + method
            + "\",\"url\":\"Patient/123\"}}]}");
  }

  @Test
  void aRuleForRoutesMeansTheirActionsOnly() throws Exception {
    SenderConstraintRule rule = SenderConstraintRule.byKey().onRoutes("viewLetter");
    try (Clinic clinic =
        new Clinic(
            directory,
            b ->
                b.route(AppRoute.of(HttpMethod.GET, "/letters/{id}").action("viewLetter"))
                    .route(AppRoute.of(HttpMethod.GET, "/menu").action("viewMenu"))
                    .policies(
                        PolicySource.of(
                            new PolicyText(
                                "all.cedar", "@id(\"all\") permit(principal, action, resource);")))
                    .requireSenderConstraint(rule))) {
      DpopKey key = DpopKey.create(clinic.clock);
      String token = clinic.token(SCOPES, t -> t);
      String bound = clinic.token(SCOPES, t -> t.boundTo(key));
      String proof = key.proof("GET", "https://fhir.example/letters/1", bound);

      assertThat(status(clinic.get(token, "/menu"))).isNotEqualTo(401);
      assertThat(status(clinic.get(token, PATH))).isEqualTo(200);
      assertThat(status(clinic.get(token, "/letters/1"))).isEqualTo(401);
      assertThat(
              status(
                  clinic.send(
                      Credentials.dpop(bound, proof),
                      CanonicalRequest.parse(HttpMethod.GET, "/letters/1"))))
          .isNotEqualTo(401);
    }
  }

  @Test
  void aStepUpOfABoundTokenIsAskedForInItsScheme() throws Exception {
    try (Clinic clinic = new Clinic(directory, b -> b.requireMfa(MfaRule.required()))) {
      DpopKey key = DpopKey.create(clinic.clock);

      Guarded refused = send(clinic, clinic.token(SCOPES, t -> t.boundTo(key)), key, "GET");

      assertThat(refused.response().header("WWW-Authenticate").orElse(""))
          .startsWith("DPoP error=\"insufficient_user_authentication\"")
          .contains("algs=");
    }
  }

  private static Guarded send(Clinic clinic, String token, DpopKey key, String method)
      throws Exception {
    CanonicalRequest request =
        CanonicalRequest.parse(HttpMethod.parse(method), PATH, Map.of(), Body.none());
    return clinic.send(Credentials.dpop(token, key.proof(method, URL, token)), request);
  }

  private static int status(Guarded guarded) {
    return guarded.response().status();
  }
}
