package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.Clearance;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;

/**
 * Which header fields the application sees. Never: claims about identity ({@link IdentityHeaders}),
 * what is meant for the library alone, and what steers the connection. On protected routes also
 * not: the credential, which was verified for it, and whatever could make it answer with something
 * the response check cannot read: other media types, encodings, ranges, "not modified"; or what
 * would make it do more than was decided on. On routes that are not FHIR it sees what the caller
 * accepts and prefers, because those answers are not read.
 */
final class ApplicationHeaders {
  private static final Set<String> CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect",
          "content-encoding");

  private static final Set<String> REPLACED =
      Set.of("content-length", "content-type", "x-request-id");

  private static final Set<String> HIDDEN_ON_PROTECTED =
      Set.of(
          "authorization",
          "dpop",
          "accept-encoding",
          "accept-charset",
          "range",
          "if-range",
          // With these HAPI FHIR deletes what refers to a resource, or rewrites its history.
          "x-cascade",
          "x-rewrite-history");

  private static final Set<String> HIDDEN_ON_PROTECTED_READS =
      Set.of("if-none-match", "if-modified-since");

  /** What a route is for whom the fields are. */
  enum Kind {
    FHIR,
    APP,
    PUBLIC;

    static Kind of(Clearance clearance) {
      return clearance
          .permit()
          .map(permit -> permit.request().route().isPresent() ? APP : FHIR)
          .orElse(PUBLIC);
    }
  }

  private ApplicationHeaders() {}

  /**
   * The fields by name, compared without letter case.
   *
   * @param ours names in lower case of fields that are meant for the library alone
   */
  static Map<String, List<String>> of(
      HttpServletRequest container,
      CanonicalRequest toPerform,
      Kind kind,
      String requestId,
      Set<String> ours) {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(container.getHeaderNames())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!ours.contains(lower) && !isHidden(lower, toPerform.method(), kind)) {
        fields.put(name, Collections.list(container.getHeaders(name)));
      }
    }
    fields.put(RequestContexts.REQUEST_ID, List.of(requestId));
    describe(toPerform.body(), container.getContentType(), fields);
    if (kind == Kind.FHIR) {
      List<String> decided = toPerform.headers("accept");
      fields.put("Accept", decided.isEmpty() ? List.of("application/fhir+json") : decided);
      preferences(toPerform, fields);
    }
    return fields;
  }

  /** What the application is asked for was decided on with the request. */
  private static void preferences(CanonicalRequest toPerform, Map<String, List<String>> fields) {
    List<String> preferred = toPerform.headers("prefer");
    if (preferred.isEmpty()) {
      fields.remove("Prefer");
    } else {
      fields.put("Prefer", preferred);
    }
  }

  private static boolean isHidden(String name, HttpMethod method, Kind kind) {
    if (CONNECTION.contains(name)
        || REPLACED.contains(name)
        || IdentityHeaders.isIdentityHeader(name)) {
      return true;
    }
    boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD;
    return kind != Kind.PUBLIC
        && (HIDDEN_ON_PROTECTED.contains(name)
            || (reads && HIDDEN_ON_PROTECTED_READS.contains(name)));
  }

  private static void describe(Body body, @Nullable String sent, Map<String, List<String>> fields) {
    if (body.mediaType().isEmpty() && body.isEmpty()) {
      return;
    }
    boolean asSent =
        sent != null
            && ContentType.parse(sent)
                .filter(type -> type.mediaType().equals(body.mediaType()))
                .isPresent();
    fields.put("Content-Type", List.of(asSent ? sent : body.mediaType()));
    fields.put("Content-Length", List.of(Integer.toString(body.bytes().length)));
  }
}
