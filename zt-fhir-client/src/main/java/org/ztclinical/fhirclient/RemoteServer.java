package org.ztclinical.fhirclient;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ztclinical.enforce.Response;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;

/**
 * The remote FHIR server as seen by permitted work: sends a request below the base and hands back
 * the answer, unchecked. The only place that attaches a token.
 */
final class RemoteServer {
  static final String FHIR_JSON = "application/fhir+json";

  private static final Set<String> NOT_KEPT = Set.of("set-cookie", "set-cookie2", "alt-svc");

  private final RemoteBase base;
  private final BoundedHttp http;

  RemoteServer(RemoteBase base, BoundedHttp http) {
    this.base = base;
    this.http = http;
  }

  /**
   * Sends a request.
   *
   * @param request relative to the base
   * @param headers from {@link OutgoingHeaders}
   * @param token absent on what the server offers to everybody
   */
  Response send(
      CanonicalRequest request, Map<String, List<String>> headers, Optional<AccessToken> token) {
    HttpRequest.Builder out =
        HttpRequest.newBuilder(base.address(new RemoteBase.Place(request.path(), request.query())));
    headers.forEach((name, values) -> values.forEach(value -> out.header(name, value)));
    out.setHeader("Accept", FHIR_JSON);
    out.setHeader("Accept-Encoding", "identity");
    W3CTraceContextPropagator.getInstance()
        .inject(Context.current(), out, (carrier, name, value) -> setHeader(carrier, name, value));
    token.ifPresent(t -> out.setHeader("Authorization", "Bearer " + t.value()));
    out.method(request.method().name(), publisher(request.body()));
    return answer(http.exchange(out.build()));
  }

  private static void setHeader(
      HttpRequest.@org.jspecify.annotations.Nullable Builder carrier, String name, String value) {
    if (carrier != null) {
      carrier.setHeader(name, value);
    }
  }

  private static HttpRequest.BodyPublisher publisher(Body body) {
    return body.isEmpty()
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofByteArray(body.bytes());
  }

  private static Response answer(HttpResponse<byte[]> received) {
    int status = received.statusCode();
    if (status < 200 || status > 599) {
      throw new RemoteCallException(ClientReason.ANSWER_NOT_HTTP, "");
    }
    if (status >= 300 && status < 400 && status != 304) {
      throw new RemoteCallException(ClientReason.REMOTE_REDIRECTED, "");
    }
    boolean encoded =
        received.headers().allValues("Content-Encoding").stream()
            .anyMatch(coding -> !coding.isBlank() && !coding.equalsIgnoreCase("identity"));
    if (encoded) {
      throw new RemoteCallException(ClientReason.ANSWER_ENCODED, "");
    }
    Map<String, List<String>> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    kept.putAll(received.headers().map());
    NOT_KEPT.forEach(kept::remove);
    return Response.of(status, kept, received.body());
  }

  @Override
  public String toString() {
    return "FHIR server " + base;
  }
}
