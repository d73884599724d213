package org.ztclinical.testing;

import java.util.Map;
import java.util.Objects;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.RouteCall;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/**
 * What is asked in a policy test of a route that is not FHIR: a request by method and path, read by
 * the routes that the application declares. Immutable.
 */
public final class AppCall {
  private final HttpMethod method;
  private final String path;

  private AppCall(HttpMethod method, String path) {
    this.method = Objects.requireNonNull(method, "method");
    this.path = Objects.requireNonNull(path, "path");
  }

  /** A look at this path and query, as in {@code /patients/p1/letters/7}. */
  public static AppCall get(String pathAndQuery) {
    return send(HttpMethod.GET, pathAndQuery);
  }

  /** A request by this method. Policies see nothing of a body. */
  public static AppCall send(HttpMethod method, String pathAndQuery) {
    return new AppCall(method, pathAndQuery);
  }

  /**
   * The request in its one reading.
   *
   * @throws IllegalArgumentException when no declared route is meant, which the application answers
   *     with 404
   */
  RouteCall on(AppRoutes routes) {
    try {
      return routes
          .find(CanonicalRequest.parse(method, path, Map.of(), Body.none()))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      this + ": no route is declared there; declared are " + routes));
    } catch (RequestRefusedException e) {
      throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
    }
  }

  /** Method and path. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
