package org.ztclinical.enforce;

import java.util.List;
import java.util.Map;
import org.ztclinical.access.PublicAccess;
import org.ztclinical.request.CanonicalRequest;

/**
 * Cross-origin reading for the configured origins (Fetch standard). Browser apps need it on
 * refusals too: without it they cannot see a challenge. Cookies are never allowed across origins.
 */
final class Cors {
  private Cors() {}

  /** What an application says about origins does not count where something is protected. */
  private static Response withoutForeign(Response response) {
    return response
        .withoutHeader("Access-Control-Allow-Origin")
        .withoutHeader("Access-Control-Allow-Credentials");
  }

  static Response preflight() {
    return Response.of(
        204,
        Map.of(
            "Access-Control-Allow-Methods", List.of("GET, HEAD, POST, PUT, PATCH, DELETE"),
            "Access-Control-Allow-Headers",
                List.of(
                    "Authorization, Content-Type, Accept, Prefer, If-Match, If-None-Exist, X-Request-Id"),
            "Access-Control-Max-Age", List.of("600")),
        new byte[0]);
  }

  /** The response, readable for the page that asked when its origin is allowed. */
  static Response readable(Guarded guarded, CanonicalRequest request, Routes routes) {
    Response own =
        guarded.outcome() instanceof PublicAccess
            ? guarded.response()
            : withoutForeign(guarded.response());
    return routes
        .allowedOrigin(request)
        .map(
            origin ->
                own.withHeader("Access-Control-Allow-Origin", origin)
                    .withHeader("Vary", "Origin")
                    .withHeader(
                        "Access-Control-Expose-Headers",
                        "WWW-Authenticate, Location, Content-Location, ETag, Last-Modified, X-Request-Id"))
        .orElse(own);
  }
}
