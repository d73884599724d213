package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.DecisionRecord;
import org.ztclinical.audit.RejectionRecord;
import org.ztclinical.audit.ReleaseRecord;

/**
 * A server killed with -9 under load: whatever a caller saw answered is in the audit log. {@code
 * -Dzt.kills=N} kills more often.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("zt.kills", 2);

  @TempDir Path directory;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void everythingThatWasAnsweredIsInTheLog() throws Exception {
    Seen seen = new Seen();
    for (int kill = 0; kill < KILLS; kill++) {
      loadAndKill(seen, 150 + 100 * kill);
    }

    // Opening recovers what the kill tore; nothing that was acknowledged may be in the torn part.
    AuditLog.open(AuditConfig.at(audit()).segmentBytes(256 * 1024).build()).close();
    assertThat(AuditVerifier.verify(audit()).intact()).isTrue();
    assertThat(seen.permits).isNotEmpty();
    assertThat(seen.denials).isNotEmpty();
    assertThat(seen.unauthenticated.get()).isPositive();
    assertLogHolds(seen);
    System.out.printf(
        "%d kills: answered %d permits, %d denials, %d rejections; %d of a flood%n",
        KILLS,
        seen.permits.size(),
        seen.denials.size(),
        seen.unauthenticated.get(),
        seen.flood.get());
  }

  private static final class Seen {
    private final Set<String> permits = ConcurrentHashMap.newKeySet();
    private final Set<String> denials = ConcurrentHashMap.newKeySet();
    private final Set<Integer> surprising = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unauthenticated = new AtomicInteger();
    private final AtomicInteger flood = new AtomicInteger();
  }

  private void loadAndKill(Seen seen, int permitsBeforeTheKill) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledServer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    try {
      String[] told = firstLine(server).split(" ");
      String base = "http://127.0.0.1:" + told[0];
      CountDownLatch enough = new CountDownLatch(permitsBeforeTheKill);
      for (int i = 0; i < 4; i++) {
        callers.add(start(over, () -> honest(base, told[1], seen, enough)));
      }
      callers.add(start(over, () -> withoutCredential(base, seen)));
      callers.add(start(over, () -> garbage(base, seen)));
      assertThat(enough.await(60, TimeUnit.SECONDS)).as("the server answers").isTrue();
    } finally {
      server.destroyForcibly().waitFor();
      over.set(true);
      for (Thread caller : callers) {
        caller.join(10_000);
      }
    }
    assertThat(seen.surprising).isEmpty();
  }

  private interface Call {
    void run() throws IOException, InterruptedException;
  }

  private static Thread start(AtomicBoolean over, Call call) {
    Thread thread =
        new Thread(
            () -> {
              while (!over.get()) {
                try {
                  call.run();
                } catch (IOException e) {
                  // The server was killed: what was not answered is not counted.
                  return;
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void honest(String base, String token, Seen seen, CountDownLatch enough)
      throws IOException, InterruptedException {
    HttpResponse<String> own = get(base + "/fhir/Patient/1", token);
    if (own.statusCode() == 200) {
      seen.permits.add(requestId(own));
      enough.countDown();
    } else {
      seen.surprising.add(own.statusCode());
    }
    HttpResponse<String> others = get(base + "/fhir/Patient/2", token);
    if (others.statusCode() == 403) {
      seen.denials.add(requestId(others));
    } else {
      seen.surprising.add(others.statusCode());
    }
  }

  /** Slower than the rate above which rejections are counted together. */
  private void withoutCredential(String base, Seen seen) throws IOException, InterruptedException {
    if (get(base + "/fhir/Patient/1", "").statusCode() == 401) {
      seen.unauthenticated.incrementAndGet();
    }
    TimeUnit.MILLISECONDS.sleep(200);
  }

  private void garbage(String base, Seen seen) throws IOException, InterruptedException {
    if (get(base + "/fhir/Patient/1", "e30.e30.e30").statusCode() == 401) {
      seen.flood.incrementAndGet();
    }
  }

  private HttpResponse<String> get(String url, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String requestId(HttpResponse<String> response) {
    return response.headers().firstValue("X-Request-Id").orElseThrow();
  }

  private void assertLogHolds(Seen seen) throws IOException {
    Map<String, DecisionRecord> decisions = new TreeMap<>();
    Set<String> closed = new HashSet<>();
    AuditReader.forEach(
        audit(),
        entry -> {
          if (entry.record() instanceof DecisionRecord decision) {
            decisions.put(decision.requestId(), decision);
          } else if (entry.record() instanceof ReleaseRecord release && release.closing()) {
            closed.add(release.decisionId().toString());
          }
        });
    AtomicInteger rejected = new AtomicInteger();
    AuditReader.forEachRejection(
        audit(),
        entry -> {
          if (entry.record() instanceof RejectionRecord rejection
              && rejection.code().equals("request.credential-missing")) {
            rejected.addAndGet((int) rejection.count());
          }
        });

    assertThat(decisions.keySet()).containsAll(seen.permits).containsAll(seen.denials);
    assertThat(seen.permits)
        .allMatch(id -> closed.contains(decisions.get(id).decisionId().toString()));
    assertThat(rejected.get()).isGreaterThanOrEqualTo(seen.unauthenticated.get());
  }

  private Path audit() {
    return directory.resolve("audit");
  }

  private static String firstLine(Process server) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    assertThat(line).as("the server starts").isNotNull();
    return line;
  }
}
