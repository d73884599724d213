package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ztclinical.ZeroTrust;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;

/**
 * Reads what the container received in exactly one way, or refuses it: the undecoded path, which
 * must be the one the container maps by; one credential, from the {@code Authorization} header (RFC
 * 6750 §2.1), or from the session where the application said so; no method overrides; headers and
 * body within the limits. Immutable.
 */
final class RequestReader {
  private static final Set<String> METHOD_OVERRIDES =
      Set.of("x-http-method-override", "x-http-method", "x-method-override");

  private final BodyReader bodies;
  private final HeaderReader headers;
  private final Optional<SessionLogin> login;

  /** Whether nobody needs a credential for it. */
  private final Predicate<CanonicalRequest> isPublic;

  RequestReader(ZeroTrust zeroTrust, Optional<SessionLogin> login) {
    this.bodies = new BodyReader(zeroTrust::mostBodyBytes);
    this.headers = new HeaderReader(zeroTrust.limits().maxHeaderBytes());
    this.login = login;
    this.isPublic = zeroTrust::isPublic;
  }

  /** All of a request but its body. */
  Attempt head(HttpServletRequest request, RequestContext context) throws RequestRefusedException {
    Map<String, List<String>> fields = headers.read(request);
    HttpMethod method = HttpMethod.parse(request.getMethod());
    refuseMethodOverrides(fields);
    CanonicalPath path = path(request);
    Parameters query = query(request.getQueryString());
    Credentials sent = credentials(fields);
    Credentials credentials =
        sent.token().isEmpty() && login.isPresent()
            ? ofSession(
                login.get(),
                request,
                fields,
                CanonicalRequest.of(method, path, query, Map.of(), Body.none()))
            : sent;
    return new Attempt(
        credentials,
        context,
        CanonicalRequest.of(method, path, query, visible(fields), Body.none()));
  }

  /**
   * A session that does not count is none where nobody needs one: who is logged in may log out or
   * in again by another site's form or frame.
   */
  private Credentials ofSession(
      SessionLogin known,
      HttpServletRequest request,
      Map<String, List<String>> fields,
      CanonicalRequest asked)
      throws RequestRefusedException {
    try {
      return known.credentials(request, fields);
    } catch (RequestRefusedException e) {
      if (isPublic.test(asked)) {
        return Credentials.none();
      }
      throw e;
    }
  }

  /** True when a body may follow that is too large to be kept for just anyone. */
  boolean isLarge(HttpServletRequest request, Attempt head) {
    return bodies.isLarge(request, head.request());
  }

  /** The whole request. */
  Attempt whole(HttpServletRequest request, Attempt head) throws RequestRefusedException {
    Body body = bodies.read(request, head.request());
    refuseHidden(head.request().query(), head.credentials());
    refuseHidden(form(body), head.credentials());
    return new Attempt(head.credentials(), head.context(), head.request().withBody(body));
  }

  /** The path below the context, as text that was not decoded, on which the container agrees. */
  static CanonicalPath path(HttpServletRequest request) throws RequestRefusedException {
    String raw = belowContext(request.getRequestURI(), request.getContextPath());
    CanonicalPath path = CanonicalPath.parse(raw);
    String mapped = text(request.getServletPath()) + text(request.getPathInfo());
    if (!mapped.equals(raw) && !(mapped.isEmpty() && raw.equals("/"))) {
      throw new RequestRefusedException(
          RequestReason.PATH_NOT_CANONICAL, "the container reads it differently");
    }
    return path;
  }

  /** A raw URI path without the context path. */
  static String belowContext(String uri, String contextPath) throws RequestRefusedException {
    if (!uri.startsWith(contextPath)) {
      throw new RequestRefusedException(
          RequestReason.PATH_NOT_CANONICAL, "it is not below the context path");
    }
    String below = uri.substring(contextPath.length());
    return below.isEmpty() ? "/" : below;
  }

  static Parameters query(@Nullable String raw) throws RequestRefusedException {
    return raw == null ? Parameters.none() : Parameters.parse(raw);
  }

  /** The parameters of a form body; none for any other. */
  static Parameters form(Body body) throws RequestRefusedException {
    return body.mediaType().equals(ContentType.FORM)
        ? Parameters.parse(new String(body.bytes(), StandardCharsets.UTF_8))
        : Parameters.none();
  }

  /**
   * Another scheme than Bearer and DPoP is no credential here: it may be meant for a public route,
   * such as a token endpoint, and protects nothing elsewhere.
   */
  private static Credentials credentials(Map<String, List<String>> fields)
      throws RequestRefusedException {
    List<String> sent = fields.getOrDefault("authorization", List.of());
    if (sent.size() > 1) {
      throw new RequestRefusedException(RequestReason.CREDENTIAL_AMBIGUOUS, "");
    }
    if (sent.isEmpty()) {
      return Credentials.none();
    }
    String credential = sent.get(0).strip();
    return Credentials.Scheme.named(scheme(credential)).isPresent()
        ? Credentials.parse(credential).withProofs(fields.getOrDefault("dpop", List.of()))
        : Credentials.none();
  }

  private static String scheme(String credential) {
    int end = 0;
    while (end < credential.length() && " \t,".indexOf(credential.charAt(end)) < 0) {
      end++;
    }
    return credential.substring(0, end);
  }

  /** Parameters that some frameworks take for a method or a credential. */
  private static void refuseHidden(Parameters parameters, Credentials sent)
      throws RequestRefusedException {
    for (Parameters.Parameter parameter : parameters.list()) {
      if (parameter.name().equalsIgnoreCase("_method")) {
        throw new RequestRefusedException(RequestReason.METHOD_OVERRIDE, "");
      }
      if (parameter.name().equalsIgnoreCase("access_token")) {
        // RFC 6750 §3.1: more than one method is a bad request; §3: one that is not taken is none.
        throw new RequestRefusedException(
            sent.token().isPresent()
                ? RequestReason.CREDENTIAL_AMBIGUOUS
                : RequestReason.CREDENTIAL_ELSEWHERE,
            "");
      }
    }
  }

  private static void refuseMethodOverrides(Map<String, List<String>> fields)
      throws RequestRefusedException {
    for (String name : fields.keySet()) {
      if (METHOD_OVERRIDES.contains(name.replace('_', '-'))) {
        throw new RequestRefusedException(RequestReason.METHOD_OVERRIDE, "");
      }
    }
  }

  /** What the decision may look at: neither credentials nor claims of the network. */
  private static Map<String, List<String>> visible(Map<String, List<String>> fields) {
    fields
        .keySet()
        .removeIf(
            name ->
                name.equals("authorization")
                    || name.equals("dpop")
                    || name.equals("cookie")
                    || IdentityHeaders.isIdentityHeader(name.toLowerCase(Locale.ROOT)));
    return fields;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
