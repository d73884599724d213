package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;

/**
 * Lets the users of an application that logs them in itself be known by their session. Immutable;
 * each method returns a changed copy.
 *
 * <p>A cookie is sent by a browser for whoever asks it to, another site's page included. So a
 * session's token counts only where the browser says that this application's own page asks ({@code
 * Sec-Fetch-Site: same-origin}; without that header, an {@code Origin} that is ours), or that the
 * user goes to a page (GET with {@code Sec-Fetch-Mode: navigate}). A request that only reads and
 * says neither counts, too: no browser of today sends one. Everything else is answered with 401,
 * and needs no CSRF token to be safe. A request with an {@code Authorization} header of any scheme
 * is never known by a session.
 */
public final class SessionLogin {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLogin.class);

  private final CredentialSource source;
  private final String origin;
  private final @Nullable String loginPage;

  private SessionLogin(CredentialSource source, String origin, @Nullable String loginPage) {
    this.source = source;
    this.origin = origin;
    this.loginPage = loginPage;
  }

  /**
   * Sessions of this application.
   *
   * @param source where their tokens are
   * @param origin scheme, host and port by which browsers know this application, as they write it
   *     (RFC 6454 §6.2): {@code https://ehr.example}
   */
  public static SessionLogin of(CredentialSource source, String origin) {
    Objects.requireNonNull(source, "source");
    URI uri = URI.create(origin);
    boolean exact =
        uri.getScheme() != null
            && uri.getRawAuthority() != null
            && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority())
            && origin.equals(origin.toLowerCase(java.util.Locale.ROOT))
            && uri.getRawUserInfo() == null;
    if (!exact || !(uri.getScheme().equals("https") || uri.getScheme().equals("http"))) {
      throw new IllegalArgumentException(
          "an origin is https://host or https://host:port, in lower case, without a path: "
              + origin);
    }
    return new SessionLogin(source, origin, null);
  }

  /**
   * Where a user who goes to a page without being logged in is sent, instead of a 401: a path of
   * this application that is a public route, such as {@code /oauth2/authorization/clinic}.
   */
  public SessionLogin loginPage(String path) {
    if (!path.matches("/[A-Za-z0-9._~/-]*") || path.startsWith("//")) {
      throw new IllegalArgumentException(
          "the login page is a path of this application, as in /oauth2/authorization/clinic");
    }
    return new SessionLogin(source, origin, path);
  }

  /** The session's token; none when nobody is logged in, or the request has a credential. */
  Credentials credentials(HttpServletRequest request, Map<String, List<String>> fields)
      throws RequestRefusedException {
    if (fields.containsKey("authorization")) {
      return Credentials.none();
    }
    Optional<String> token = token(request);
    if (token.isEmpty()) {
      return Credentials.none();
    }
    if (!isAskedByOurOwnPage(request.getMethod(), fields)) {
      throw new RequestRefusedException(RequestReason.CREDENTIAL_CROSS_SITE, "");
    }
    return Credentials.parse("Bearer " + token.get());
  }

  private Optional<String> token(HttpServletRequest request) {
    try {
      return source.accessToken(request);
    } catch (RuntimeException e) {
      // The message may hold what a session holds.
      LOG.error("The source of credentials failed with {}", e.getClass().getName());
      return Optional.empty();
    }
  }

  private boolean isAskedByOurOwnPage(String method, Map<String, List<String>> fields) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    List<String> site = fields.getOrDefault("sec-fetch-site", List.of());
    List<String> from = fields.getOrDefault("origin", List.of());
    if (!site.isEmpty()) {
      return site.equals(List.of("same-origin"))
          // "none": the user typed the address or followed a bookmark.
          || (reads && (site.equals(List.of("none")) || isNavigation(fields)));
    }
    return from.isEmpty() ? reads : from.equals(List.of(origin));
  }

  private static boolean isNavigation(Map<String, List<String>> fields) {
    return fields.getOrDefault("sec-fetch-mode", List.of()).equals(List.of("navigate"))
        && fields.getOrDefault("sec-fetch-dest", List.of()).equals(List.of("document"));
  }

  /** Where this request is sent when nobody is logged in; empty when it is no page's. */
  Optional<String> loginPage(HttpServletRequest request) {
    boolean goesToPage =
        request.getMethod().equals("GET")
            && request.getHeader("Authorization") == null
            && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
            && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    return goesToPage
        ? Optional.ofNullable(loginPage).map(path -> request.getContextPath() + path)
        : Optional.empty();
  }
}
