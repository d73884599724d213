package org.ztclinical.request;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One HTTP request in its only reading, relative to the FHIR base: what every later stage decides
 * on, and what the application is handed. Immutable.
 */
public final class CanonicalRequest {
  private final HttpMethod method;
  private final CanonicalPath path;
  private final Parameters query;
  private final Map<String, List<String>> headers;
  private final Body body;

  private CanonicalRequest(
      HttpMethod method,
      CanonicalPath path,
      Parameters query,
      Map<String, List<String>> headers,
      Body body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
  }

  /**
   * A request from parts already read.
   *
   * @param path relative to the FHIR base: {@code /Patient/1} for {@code /fhir/Patient/1}
   * @param headers by name in any letter case; only those that FHIR gives a meaning are looked at
   */
  public static CanonicalRequest of(
      HttpMethod method,
      CanonicalPath path,
      Parameters query,
      Map<String, List<String>> headers,
      Body body) {
    Map<String, List<String>> copy = new TreeMap<>();
    headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return new CanonicalRequest(
        Objects.requireNonNull(method, "method"),
        Objects.requireNonNull(path, "path"),
        Objects.requireNonNull(query, "query"),
        Map.copyOf(copy),
        Objects.requireNonNull(body, "body"));
  }

  /**
   * A request for a path with a query, as in {@code /Observation?patient=1}; for tests and clients.
   */
  public static CanonicalRequest parse(HttpMethod method, String pathAndQuery)
      throws RequestRefusedException {
    return parse(method, pathAndQuery, Map.of(), Body.none());
  }

  /** A request for a path with a query, headers and a body. */
  public static CanonicalRequest parse(
      HttpMethod method, String pathAndQuery, Map<String, List<String>> headers, Body body)
      throws RequestRefusedException {
    int question = pathAndQuery.indexOf('?');
    String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
    String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
    return of(method, CanonicalPath.parse(path), Parameters.parse(query), headers, body);
  }

  /** The HTTP method. */
  public HttpMethod method() {
    return method;
  }

  /** Relative to the FHIR base. */
  public CanonicalPath path() {
    return path;
  }

  /** The parameters of the query string, decoded, in the order sent. */
  public Parameters query() {
    return query;
  }

  /** The body; an empty one when none was sent. */
  public Body body() {
    return body;
  }

  /** All values of a header, by name in any letter case. */
  public List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** The header's single value; refused when it stands more than once. */
  public Optional<String> header(String name) throws RequestRefusedException {
    List<String> values = headers(name);
    if (values.size() > 1) {
      throw new RequestRefusedException(RequestReason.HEADER_AMBIGUOUS, "");
    }
    return values.stream().findFirst();
  }

  /** The same request with another method. */
  public CanonicalRequest withMethod(HttpMethod changed) {
    return new CanonicalRequest(changed, path, query, headers, body);
  }

  /** The same request without these headers, named in lower case. */
  public CanonicalRequest withoutHeaders(Set<String> names) {
    if (Collections.disjoint(headers.keySet(), names)) {
      return this;
    }
    Map<String, List<String>> kept = new TreeMap<>(headers);
    kept.keySet().removeAll(names);
    return new CanonicalRequest(method, path, query, Map.copyOf(kept), body);
  }

  /** The same request with this as the only value of a header, named in lower case. */
  public CanonicalRequest withHeader(String name, String value) {
    Map<String, List<String>> changed = new TreeMap<>(headers);
    changed.put(name.toLowerCase(Locale.ROOT), List.of(value));
    return new CanonicalRequest(method, path, query, Map.copyOf(changed), body);
  }

  /** The same request for another path. */
  public CanonicalRequest withPath(CanonicalPath changed) {
    return new CanonicalRequest(method, changed, query, headers, body);
  }

  /** The same request with another query. */
  public CanonicalRequest withQuery(Parameters changed) {
    return new CanonicalRequest(method, path, changed, headers, body);
  }

  /** The same request with another body. */
  public CanonicalRequest withBody(Body changed) {
    return new CanonicalRequest(method, path, query, headers, changed);
  }

  @Override
  public String toString() {
    return method + " " + path + ", " + query + ", " + body;
  }
}
