package org.ztclinical.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.ztclinical.servlet.RawClient.Received;

/** Many requests at once, with a different credential each, over connections that are kept. */
final class Flood {
  private static final int THREADS = 3;

  private final IntFunction<HttpRequest> requests;
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Reads patient 1 with these tokens. */
  Flood(int port, IntFunction<String> tokens) {
    URI target = URI.create("http://127.0.0.1:" + port + "/fhir/Patient/1");
    this.requests =
        i ->
            HttpRequest.newBuilder(target)
                .header("Authorization", "Bearer " + tokens.apply(i))
                .build();
  }

  /** Any requests. */
  Flood(IntFunction<HttpRequest> requests) {
    this.requests = requests;
  }

  /** How often each status was answered. */
  Map<Integer, Integer> statuses() {
    return Map.copyOf(statuses);
  }

  /**
   * Sends so many, and meanwhile honest requests, which must all be answered with 200.
   *
   * @return how long honest requests took, without the slowest hundredth
   */
  Duration run(int requests, Supplier<Received> honest) {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      threads.execute(() -> send(next, requests));
    }
    threads.shutdown();
    List<Duration> times = new ArrayList<>();
    while (!threads.isTerminated()) {
      long start = System.nanoTime();
      Received received = honest.get();
      times.add(Duration.ofNanos(System.nanoTime() - start));
      if (received.status() != 200) {
        threads.shutdownNow();
        throw new AssertionError("an honest request was answered with " + received.status());
      }
      pause(threads);
    }
    Collections.sort(times);
    return times.get((int) (times.size() * 0.99) - (times.size() < 2 ? 0 : 1));
  }

  private static void pause(ExecutorService threads) {
    try {
      threads.awaitTermination(5, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(AtomicInteger next, int requests) {
    for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
      try {
        int status =
            client
                .send(this.requests.apply(i), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        statuses.merge(status, 1, Integer::sum);
      } catch (IOException e) {
        statuses.merge(0, 1, Integer::sum);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
