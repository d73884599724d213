package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.VerificationReport;

/** Many callers at once over connections that are kept: nobody gets what is another's. */
abstract class LoadContract extends ContainerContract {
  private static final List<String> BEHAVIOURS =
      List.of(
          "writer",
          "flush",
          "async-complete",
          "async-complete-at-once",
          "async-dispatch",
          "async-write",
          "leak-other",
          "throw",
          "send-error",
          "async-throw",
          "async-timeout",
          "forward-same",
          "forward-other",
          "huge");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  LoadContract(WebServer.Kind kind) {
    super(kind);
  }

  @Test
  void connectionsAreReusedWhateverWasAnsweredOnThem() throws Exception {
    String token = application().patientToken();
    for (int i = 0; i < 5; i++) {
      assertThat(answer("GET", "/fhir/Patient/1", token, "", "").body()).contains("Family1");
      assertThat(answer("HEAD", "/fhir/Patient/1", token, "", "").statusCode()).isEqualTo(200);
      assertThat(statusOfTooLarge(token)).isEqualTo(413);
      assertThat(answer("OPTIONS", "/fhir/Patient/1", token, "", "").statusCode())
          .isBetween(400, 499);
      assertThat(answer("GET", "/fhir/Patient/2", token, "", "").statusCode()).isIn(403, 404);
      assertThat(answer("GET", "/hello", "", "", "").body()).startsWith("null|");
    }
  }

  /**
   * The connection is closed on a body that nobody reads, and a sender who is not done with it then
   * may lose the answer (RFC 9112 §9.6): it asks again.
   */
  private int statusOfTooLarge(String token) throws Exception {
    for (int tries = 0; tries < 10; tries++) {
      try {
        return answer("POST", "/fhir/Observation", token, "", "x".repeat(70_000)).statusCode();
      } catch (IOException e) {
        assertThat(e).hasMessageNotContaining("timed out");
      }
    }
    return 0;
  }

  @Test
  void concurrentCallersGetTheirOwnRecordsOnlyAndEachIsInTheLogOnce() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, String> tokens = new TreeMap<>();
    for (String id : List.of("1", "2")) {
      tokens.put(
          id,
          application()
              .issuer
              .mint(t -> t.subject("user-" + id).patient(id).scope("patient/*.cruds")));
    }
    long before = log().permits() + log().denials();
    int decisions = 0;
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String id = random.nextBoolean() ? "1" : "2";
      String behaviour =
          random.nextInt(3) == 0 ? "" : BEHAVIOURS.get(random.nextInt(BEHAVIOURS.size()));
      decisions += behaviour.equals("forward-other") && id.equals("1") ? 2 : 1;
      calls.add(() -> check(id, behaviour, tokens.get(id)));
    }

    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<String> found : threads.invokeAll(calls)) {
        assertThat(found.get()).as("seed " + seed).isEmpty();
      }
    } finally {
      threads.shutdown();
    }
    VerificationReport after = log();
    assertThat(after.intact()).isTrue();
    assertThat(after.permits() + after.denials() - before).as("seed " + seed).isEqualTo(decisions);
    assertThat(after.unclosed()).isZero();
  }

  /** A sentence when something is wrong. */
  private String check(String id, String behaviour, String token) throws Exception {
    HttpResponse<String> got = answer("GET", "/fhir/Patient/" + id, token, behaviour, "");
    String other = id.equals("1") ? "Family2" : "Family1";
    if (got.body().contains(other) || got.body().contains(Behaviours.SECRET)) {
      return behaviour + " leaks to " + id;
    }
    boolean plain = behaviour.isEmpty() || behaviour.equals("writer");
    if (plain && !(got.statusCode() == 200 && got.body().contains("Family" + id))) {
      return behaviour + " answered " + got.statusCode() + " to " + id;
    }
    return "";
  }

  private HttpResponse<String> answer(
      String method, String path, String token, String behaviour, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application().port() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/fhir+json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!behaviour.isEmpty()) {
      request.header("X-Behaviour", behaviour);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private VerificationReport log() throws IOException {
    return AuditVerifier.verify(auditDirectory());
  }
}
