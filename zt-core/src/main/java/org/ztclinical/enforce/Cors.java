package org.ztclinical.enforce;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ztclinical.access.PublicAccess;
import org.ztclinical.request.CanonicalRequest;

/**
 * Cross-origin reading for the configured origins (Fetch standard). Browser apps need it on
 * refusals too: without it they cannot see a challenge. Cookies are never allowed across origins.
 */
final class Cors {
  private static final List<String> ALLOWED =
      List.of(
          "Authorization",
          "DPoP",
          "Content-Type",
          "Accept",
          "Prefer",
          "If-Match",
          "If-None-Exist",
          "X-Request-Id");

  private Cors() {}

  /** What an application says about origins does not count where something is protected. */
  private static Response withoutForeign(Response response) {
    return response
        .withoutHeader("Access-Control-Allow-Origin")
        .withoutHeader("Access-Control-Allow-Credentials");
  }

  /**
   * The answer to a preflight.
   *
   * @param more request headers that pages may send besides the usual ones
   */
  static Response preflight(Set<String> more) {
    Set<String> allowed = new TreeSet<>(more);
    return Response.of(
        204,
        Map.of(
            "Access-Control-Allow-Methods", List.of("GET, HEAD, POST, PUT, PATCH, DELETE"),
            "Access-Control-Allow-Headers",
                List.of(
                    String.join(", ", Stream.concat(ALLOWED.stream(), allowed.stream()).toList())),
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
                        "WWW-Authenticate, DPoP-Nonce, Location, Content-Location, ETag, Last-Modified,"
                            + " X-Request-Id"))
        .orElse(own);
  }
}
