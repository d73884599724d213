package org.ztclinical.fhirclient;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange with a bound on everything: no redirects, no cookies, no authenticator, a limit
 * on the body and one deadline over the whole exchange. The JDK's own request timeout ends when the
 * headers are there, and would let a slow body hold a thread for ever.
 */
final class BoundedHttp {
  private final HttpClient http;
  private final Duration deadline;
  private final int maxBodyBytes;

  BoundedHttp(HttpClient http, Duration deadline, int maxBodyBytes) {
    this.http = http;
    this.deadline = deadline;
    this.maxBodyBytes = maxBodyBytes;
  }

  static BoundedHttp create(
      Duration connect, Duration deadline, int maxBodyBytes, @Nullable SSLContext tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NEVER)
            // HTTP/1.1: one exchange per connection, nothing to confuse between sessions.
            .version(HttpClient.Version.HTTP_1_1);
    if (tls != null) {
      builder.sslContext(tls);
    }
    return new BoundedHttp(builder.build(), deadline, maxBodyBytes);
  }

  /** Performs the exchange. */
  HttpResponse<byte[]> exchange(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> pending =
        http.sendAsync(request, answer -> new LimitedBody(maxBodyBytes));
    try {
      return pending.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw new RemoteCallException(ClientReason.REMOTE_TIMEOUT, "");
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw new RemoteCallException(ClientReason.INTERRUPTED, "");
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /** A cause's message may hold an address with ids, so only its kind is kept. */
  private static RemoteCallException failure(ExecutionException e) {
    if (find(e, LimitedBody.TooLarge.class).isPresent()) {
      return new RemoteCallException(ClientReason.ANSWER_TOO_LARGE, "");
    }
    if (find(e, HttpTimeoutException.class).isPresent()) {
      return new RemoteCallException(ClientReason.REMOTE_TIMEOUT, "");
    }
    Throwable cause = e.getCause();
    return new RemoteCallException(
        ClientReason.REMOTE_UNREACHABLE, cause == null ? "" : cause.getClass().getSimpleName());
  }

  private static Optional<Throwable> find(Throwable failure, Class<? extends Throwable> kind) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (kind.isInstance(at)) {
        return Optional.of(at);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
