package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.testing.TestProof;

/** Whoever has a bound token and not what it is bound to, over real connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SenderAttackTest {
  private SenderAttacks attacks;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    attacks = new SenderAttacks(directory);
  }

  @AfterAll
  void stop() {
    attacks.close();
  }

  @Test
  void everyAttackOnBoundTokensIsAnsweredAsTheVectorsSay() {
    IdentityVectors.assertAnswered(Set.of("dpop", "mtls"), attacks.all(), Map.of());
  }

  @Test
  void aGoodProofIsServedWhateverTheLetterCaseOfTheScheme() {
    for (String scheme : List.of("DPoP", "dpop", "DPOP")) {
      String token = attacks.bound();
      Received received =
          attacks
              .get()
              .header("Authorization", scheme + " " + token)
              .header("dpop", attacks.key.proof("GET", SenderAttacks.URL, token))
              .receive();

      assertThat(received.status()).as(received.body()).isEqualTo(200);
    }
  }

  @Test
  void proofsThatProveNothingAreTold() {
    DpopKey thief = DpopKey.create(InstantSource.system());
    String token = attacks.bound();
    String proof = attacks.key.proof("GET", SenderAttacks.URL, token);
    isTold("invalid_dpop_proof", attacks.get().dpop(token).receive());
    isTold("invalid_dpop_proof", attacks.get().dpop(token, proof, proof).receive());
    isTold("invalid_dpop_proof", attacks.get().dpop(token, "").receive());
    isTold(
        "invalid_token",
        attacks.get().dpop(token, thief.proof("GET", SenderAttacks.URL, token)).receive());
    for (UnaryOperator<TestProof> bad :
        List.<UnaryOperator<TestProof>>of(
            p -> p.header("typ", "JWT"),
            p -> p.header("alg", "none"),
            p -> p.header("alg", "HS256"),
            p -> p.header("jwk", Map.of("kty", "oct", "k", "AAAA")),
            p -> p.header("crit", List.of("exp")),
            p -> p.without("ath"),
            p -> p.without("jti"),
            p -> p.claim("htm", "get"),
            p -> p.claim("htu", "https://ehr.example/fhir/Patient/2"),
            p -> p.claim("htu", "http://ehr.example/fhir/Patient/1"),
            p -> p.madeAgo(Duration.ofSeconds(70)))) {
      isTold("invalid_dpop_proof", attacks.get(bad));
    }
  }

  @Test
  void aTokenThatIsNotBoundGainsNothingByAProof() {
    String token = attacks.application().patientToken();

    isTold(
        "invalid_token",
        attacks.get().dpop(token, attacks.key.proof("GET", SenderAttacks.URL, token)).receive());
  }

  @Test
  void twoCredentialsOrAListOfThemAreRefused() {
    String token = attacks.bound();
    String proof = attacks.key.proof("GET", SenderAttacks.URL, token);
    List<Received> refused = new ArrayList<>();
    refused.add(
        attacks.get().dpop(token, proof).bearer(attacks.application().patientToken()).receive());
    refused.add(
        attacks
            .get()
            .header("Authorization", "DPoP " + token + ", Bearer x")
            .header("DPoP", proof)
            .receive());

    assertThat(refused)
        .allSatisfy(
            received -> {
              assertThat(received.status()).isEqualTo(400);
              assertThat(received.header("WWW-Authenticate").orElse(""))
                  .contains("error=\"invalid_request\"");
            });
  }

  @Test
  void aRequestWithALargeBodyUsesItsProofOnce() {
    String token = attacks.bound();
    String url = "https://ehr.example/fhir/Observation";
    String large =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\""
            + "x".repeat(100_000)
            + "\"},\"subject\":{\"reference\":\"Patient/1\"}}";
    String proof = attacks.key.proof("POST", url, token);

    Received served = post(token, proof, large);
    Received again = post(token, proof, large);

    assertThat(served.status()).as(served.body()).isNotIn(400, 401, 403, 500);
    isTold("invalid_dpop_proof", again);
  }

  private Received post(String token, String proof, String body) {
    return attacks
        .application()
        .client()
        .send("POST", "/fhir/Observation")
        .dpop(token, proof)
        .body("application/fhir+json", body)
        .receive();
  }

  @Test
  void theApplicationSeesNeitherTokenNorProof() {
    Received served = attacks.get(proof -> proof);

    assertThat(served.status()).isEqualTo(200);
    assertThat(attacks.application().records.seen().headers().keySet())
        .noneMatch(name -> name.equalsIgnoreCase("DPoP") || name.equalsIgnoreCase("Authorization"));
  }

  private static void isTold(String error, Received received) {
    ContainerContract.isOutcome(received, 401);
    assertThat(received.header("WWW-Authenticate"))
        .contains("DPoP error=\"" + error + "\", algs=\"ES256 ES384 PS256 RS256\"");
    assertThat(received.body()).contains("The access token is not accepted.");
  }
}
