package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.session.DpopRule;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.testing.DpopKey;

/** Proofs of possession used twice, and what is done where it cannot be told whether they were. */
final class ProofAttackTest {
  private static final String PATH = "/fhir/Patient/1";
  private static final String BASE = "https://ehr.example";

  @TempDir Path directory;

  private final DpopKey key = DpopKey.create(InstantSource.system());

  private TestApplication start(String container, UnaryOperator<ZeroTrustBuilder> settings)
      throws Exception {
    WebServer.Kind kind = container.equals("Jetty") ? JettyServer::start : TomcatServer::start;
    return TestApplication.start(kind, directory, settings);
  }

  private String bound(TestApplication application) {
    return application.issuer.mint(t -> SenderAttacks.patient(t).boundTo(key));
  }

  private Sending get(TestApplication application, String path) {
    String token = bound(application);
    return application
        .client()
        .get(path)
        .dpop(token, key.proof("GET", BASE + path.split("\\?")[0], token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Jetty", "Tomcat"})
  void ofManyRequestsAtOnceWithOneProofOneIsServed(String container) throws Exception {
    try (TestApplication application = start(container, settings -> settings)) {
      int senders = 24;
      ExecutorService threads = Executors.newFixedThreadPool(senders);
      CyclicBarrier together = new CyclicBarrier(senders);
      try {
        for (int round = 0; round < 5; round++) {
          Sending one = get(application, PATH);
          Callable<Received> send =
              () -> {
                together.await();
                return one.receive();
              };
          List<Received> all = new ArrayList<>();
          for (Future<Received> answer : threads.invokeAll(Collections.nCopies(senders, send))) {
            all.add(answer.get());
          }

          assertThat(all).filteredOn(received -> received.status() == 200).hasSize(1);
          assertThat(all)
              .filteredOn(received -> received.status() != 200)
              .allSatisfy(received -> isTold(received, 401, "invalid_dpop_proof"));
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void aStoreOfUsedProofsThatFailsServesNobody() throws Exception {
    try (TestApplication application =
        start("Jetty", settings -> settings.dpop(DpopRule.standard().usedProofsIn(new Broken())))) {
      Received received = get(application, PATH).receive();

      ContainerContract.isOutcome(received, 503);
      assertThat(received.header("Retry-After").map(Integer::valueOf).orElse(0)).isPositive();
      assertThat(received.header("WWW-Authenticate")).isEmpty();
      assertThat(application.records.seen()).isNull();
      assertThat(recorded()).containsOnlyKeys("session.proofs-unavailable");
    }
  }

  @Test
  void aFullStoreOfUsedProofsRefusesFurtherOnesAndForgetsNone() throws Exception {
    StateStore small = InMemoryState.create(InstantSource.system(), 2);
    try (TestApplication application =
        start("Jetty", settings -> settings.dpop(DpopRule.standard().usedProofsIn(small)))) {
      Sending first = get(application, PATH);
      assertThat(first.receive().status()).isEqualTo(200);
      String other =
          application.issuer.mint(t -> SenderAttacks.patient(t).subject("b").boundTo(key));
      String proof = key.proof("GET", BASE + PATH, other);
      assertThat(application.client().get(PATH).dpop(other, proof).receive().status())
          .isEqualTo(200);
      application.records.forget();

      Received received = get(application, PATH).receive();

      ContainerContract.isOutcome(received, 429);
      assertThat(received.header("Retry-After").map(Integer::valueOf).orElse(0)).isPositive();
      isTold(first.receive(), 401, "invalid_dpop_proof");
      assertThat(application.records.seen()).isNull();
      assertThat(recorded()).containsOnlyKeys("session.proofs-exhausted", "session.proof-replayed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Jetty", "Tomcat"})
  void aProofIsForItsMethodAlso(String container) throws Exception {
    try (TestApplication application = start(container, settings -> settings)) {
      String token = bound(application);
      String get = key.proof("GET", BASE + PATH, token);
      String head = key.proof("HEAD", BASE + PATH, token);

      isTold(application.client().send("HEAD", PATH).dpop(token, get).receive(), 401, "");
      isTold(application.client().get(PATH).dpop(token, head).receive(), 401, "invalid_dpop_proof");
      Received served = application.client().send("HEAD", PATH).dpop(token, head).receive();
      assertThat(served.status()).isEqualTo(200);
      assertThat(served.bytes()).isEmpty();
      isTold(application.client().send("HEAD", PATH).dpop(token, head).receive(), 401, "");
      assertThat(application.client().get(PATH).dpop(token, get).receive().status()).isEqualTo(200);
    }
  }

  @Test
  void aBatchNeedsOneProofForItsBase() throws Exception {
    try (TestApplication application = start("Jetty", settings -> settings)) {
      String token = bound(application);
      String batch =
          "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
              + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/1\"}},"
              + "{\"request\":{\"method\":\"GET\",\"url\":\"Observation?patient=1\"}}]}";
      for (String url : List.of("/fhir/Patient/1", "/", "/fhir/Bundle")) {
        String other = key.proof("POST", BASE + url, token);
        isTold(post(application, token, other, batch), 401, "invalid_dpop_proof");
      }
      String proof = key.proof("POST", BASE + "/fhir", token);

      Received received = post(application, token, proof, batch);

      assertThat(received.status()).as(received.body()).isNotIn(400, 401, 403);
      assertThat(application.records.seen()).isNotNull();
      isTold(post(application, token, proof, batch), 401, "invalid_dpop_proof");
    }
  }

  private static Received post(
      TestApplication application, String token, String proof, String body) {
    return application
        .client()
        .send("POST", "/fhir")
        .dpop(token, proof)
        .body("application/fhir+json", body)
        .receive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Jetty", "Tomcat"})
  void anAnswerInPiecesNeedsOneProof(String container) throws Exception {
    try (TestApplication application = start(container, settings -> settings)) {
      Sending sending =
          get(application, "/fhir/Observation?patient=1")
              .header("X-Behaviour", "large-async")
              .header("X-Entries", "400");

      Received received = sending.receive();

      assertThat(received.status()).isEqualTo(200);
      assertThat(received.headers().get("Transfer-Encoding")).containsExactly("chunked");
      assertThat(received.body()).contains(LargeAnswers.entry(398)).endsWith("]}");
      isTold(sending.receive(), 401, "invalid_dpop_proof");
    }
  }

  private Map<String, Long> recorded() {
    return RefusalLane.counts(directory.resolve("audit"));
  }

  private static void isTold(Received received, int status, String error) {
    assertThat(received.status()).as(received.body()).isEqualTo(status);
    assertThat(received.header("WWW-Authenticate").orElse(""))
        .startsWith("DPoP error=\"" + error)
        .contains("algs=");
    assertThat(received.header("Cache-Control")).contains("no-store");
  }

  /** Promises all that is needed, and can do nothing. */
  private static final class Broken implements StateStore {
    @Override
    public boolean putIfAbsent(StateKey key, String value, Duration ttl)
        throws StateUnavailableException {
      throw failed();
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
      throw failed();
    }

    @Override
    public boolean compareAndSet(
        StateKey key, Optional<String> expected, String value, Duration ttl)
        throws StateUnavailableException {
      throw failed();
    }

    private static StateUnavailableException failed() {
      return new StateUnavailableException(
          StateUnavailableException.Cause.FAILED, "this store is broken");
    }

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of(Guarantee.ONE_WINNER, Guarantee.KEPT_UNTIL_EXPIRY);
    }
  }
}
