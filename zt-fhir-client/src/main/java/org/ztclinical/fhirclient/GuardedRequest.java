package org.ztclinical.fhirclient;

import ca.uhn.fhir.rest.client.api.BaseHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.HttpMethod;

/**
 * A request on its way down from HAPI. Interceptors may read and change it, and never see a token
 * in it; {@link #execute()} is the only way to the network and leads through the guard. A request
 * that no secured client made has no guard and cannot be executed. Not thread-safe, as HAPI's own.
 */
final class GuardedRequest extends BaseHttpRequest {
  private final HttpMethod method;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;
  private String uri;
  private @Nullable GuardedCalls calls;

  GuardedRequest(HttpMethod method, String uri, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.body = body;
  }

  /** Gives the request the guard of the client that made it. */
  GuardedRequest through(GuardedCalls guard) {
    calls = guard;
    return this;
  }

  @Override
  public IHttpResponse execute() {
    if (calls == null) {
      throw new AccessDeniedException(ClientReason.CLIENT_NOT_SECURED, "");
    }
    return calls.execute(this);
  }

  @Override
  public void addHeader(String name, String value) {
    headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  @Override
  public void removeHeaders(String name) {
    headers.remove(name);
  }

  @Override
  public Map<String, List<String>> getAllHeaders() {
    return Collections.unmodifiableMap(headers);
  }

  @Override
  public @Nullable String getRequestBodyFromStream() {
    return body.length == 0 ? null : new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String getUri() {
    return uri;
  }

  @Override
  public void setUri(String changed) {
    uri = changed;
  }

  @Override
  public String getHttpVerbName() {
    return method.name();
  }

  HttpMethod method() {
    return method;
  }

  byte[] body() {
    return body;
  }

  /** HAPI logs requests on demand: the address holds ids and is not shown. */
  @Override
  public String toString() {
    return method + " request of " + body.length + " bytes";
  }
}
