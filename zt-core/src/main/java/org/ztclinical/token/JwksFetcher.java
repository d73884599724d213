package org.ztclinical.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * Fetches a JWK set: status 200 or nothing, no redirects, at most {@link KeySet#MAX_BYTES}, at most
 * five seconds from the first byte asked to the last one read.
 */
final class JwksFetcher {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final BoundedExchange exchange;
  private final HttpRequest request;

  JwksFetcher(HttpClient client, URI address) {
    this.exchange = new BoundedExchange(client, KeySet.MAX_BYTES, DEADLINE);
    this.request =
        HttpRequest.newBuilder(address)
            .timeout(DEADLINE)
            .header("Accept", "application/jwk-set+json, application/json")
            .GET()
            .build();
  }

  /** The document. The exception's message is safe to show: it holds nothing of the answer. */
  byte[] fetch() throws IOException, InterruptedException {
    return exchange.send(request).body();
  }
}
