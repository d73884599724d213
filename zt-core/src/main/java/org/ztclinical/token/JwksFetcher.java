package org.ztclinical.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a JWK set: status 200 or nothing, no redirects, at most {@link KeySet#MAX_BYTES}, at most
 * five seconds from the first byte asked to the last one read.
 */
final class JwksFetcher {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final HttpClient client;
  private final HttpRequest request;

  JwksFetcher(HttpClient client, URI address) {
    this.client = client;
    this.request =
        HttpRequest.newBuilder(address)
            .timeout(DEADLINE)
            .header("Accept", "application/jwk-set+json, application/json")
            .GET()
            .build();
  }

  static HttpClient defaultClient() {
    return HttpClient.newBuilder()
        .connectTimeout(Duration.ofSeconds(2))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /** The document. The exception's message is safe to show: it holds nothing of the answer. */
  byte[] fetch() throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new CappedBody(KeySet.MAX_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("HTTP status " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException("no complete answer within " + DEADLINE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(describe(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String describe(@Nullable Throwable cause) {
    if (cause == null) {
      return "no answer";
    }
    return cause instanceof CappedBody.TooLargeException
        ? "the answer is larger than " + KeySet.MAX_BYTES / 1024 + " KiB"
        : "no answer (" + cause.getClass().getSimpleName() + ")";
  }
}
