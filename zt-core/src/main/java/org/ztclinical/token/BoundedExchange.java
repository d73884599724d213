package org.ztclinical.token;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One question to an issuer over HTTP: status 200 or nothing, a bounded answer, one deadline from
 * the first byte asked to the last one read. The client must not follow redirects. Immutable.
 */
record BoundedExchange(HttpClient client, int maxBytes, Duration deadline) {
  static HttpClient defaultClient() {
    return HttpClient.newBuilder()
        .connectTimeout(Duration.ofSeconds(2))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /** The same client, or an exception where it follows redirects. */
  static HttpClient requireNoRedirects(HttpClient given) {
    if (given.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HTTP client follows redirects: build it with followRedirects(Redirect.NEVER)");
    }
    return given;
  }

  /** The answer. The exception's message is safe to show: it holds nothing of the answer. */
  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new CappedBody(maxBytes));
    try {
      HttpResponse<byte[]> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw HttpStatusException.of(response.statusCode(), response.headers(), Instant.now());
      }
      return response;
    } catch (TimeoutException e) {
      throw new IOException(late(), e);
    } catch (ExecutionException e) {
      throw new IOException(describe(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private String late() {
    return "no complete answer within " + words(deadline);
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private String describe(@Nullable Throwable cause) {
    if (cause == null) {
      return "no answer";
    }
    // The client's own time-out is the same and may come first; that of connecting is another.
    if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
      return late();
    }
    return cause instanceof CappedBody.TooLargeException
        ? "the answer is larger than " + maxBytes / 1024 + " KiB"
        : "no answer (" + cause.getClass().getSimpleName() + ")";
  }
}
