package org.ztclinical.fhirclient;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestRefusedException;

/**
 * The FHIR base of the remote server, and the only place calls may go. An address is inside when
 * its scheme, host and port are the same and its path starts with the same segments; comparing text
 * prefixes would let {@code fhir.example.org.evil} in (CVE-2026-34359). What is sent is built anew
 * from the base, never the text that was compared.
 */
final class RemoteBase {
  /** Longer addresses are refused. */
  static final int MAX_ADDRESS = 64 * 1024;

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]|\\[0:0:0:0:0:0:0:1\\]");

  private final String scheme;
  private final String host;
  private final int port;
  private final CanonicalPath path;

  private RemoteBase(String scheme, String host, int port, CanonicalPath path) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.path = path;
  }

  /** A part of the remote server: path relative to the base, and query. */
  record Place(CanonicalPath path, Parameters query) {}

  /**
   * Reads the configured base.
   *
   * @throws IllegalArgumentException when it is not an absolute https address (http on loopback),
   *     or has user info, query or fragment
   */
  static RemoteBase of(URI base) {
    Objects.requireNonNull(base, "base");
    String scheme = lower(base.getScheme());
    String host = lower(base.getHost());
    if (host.isEmpty() || !isSecure(scheme, host)) {
      throw new IllegalArgumentException(
          "the FHIR base must be an absolute https address; http is accepted on loopback only");
    }
    if (base.getRawUserInfo() != null
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the FHIR base has no user info, no query and no fragment");
    }
    try {
      return new RemoteBase(scheme, host, portOf(base, scheme), pathOf(base));
    } catch (RequestRefusedException e) {
      throw new IllegalArgumentException("the path of the FHIR base: " + e.getMessage(), e);
    }
  }

  /** Finds the part of the server an absolute address leads to, or refuses it. */
  Place locate(String address) {
    if (address.length() > MAX_ADDRESS) {
      throw new AccessDeniedException(ClientReason.ADDRESS_NOT_CANONICAL, "too long");
    }
    URI uri = parse(address);
    if (!isSameOrigin(uri)) {
      throw new AccessDeniedException(ClientReason.ADDRESS_NOT_PINNED, "another origin");
    }
    try {
      CanonicalPath whole = pathOf(uri);
      if (!whole.startsWith(path)) {
        throw new AccessDeniedException(ClientReason.ADDRESS_NOT_PINNED, "another path");
      }
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      return new Place(below(whole), Parameters.parse(query));
    } catch (RequestRefusedException e) {
      throw new AccessDeniedException(List.of(e.reason()));
    }
  }

  /** The address of a part of the server. */
  URI address(Place place) {
    StringBuilder out = new StringBuilder(text());
    if (!place.path().segments().isEmpty()) {
      out.append(place.path().text());
    }
    if (!place.query().isEmpty()) {
      out.append('?').append(place.query().toQuery());
    }
    return URI.create(out.toString());
  }

  /** The base as text, without a trailing slash and without a default port. */
  String text() {
    String authority = port == defaultPort(scheme) ? host : host + ":" + port;
    return scheme + "://" + authority + (path.segments().isEmpty() ? "" : path.text());
  }

  String host() {
    return host;
  }

  static boolean isSecure(String scheme, String host) {
    return scheme.equals("https") || (scheme.equals("http") && LOOPBACK.matcher(host).matches());
  }

  private boolean isSameOrigin(URI uri) {
    String theirs = lower(uri.getScheme());
    return theirs.equals(scheme)
        && lower(uri.getHost()).equals(host)
        && portOf(uri, theirs) == port
        && uri.getRawUserInfo() == null
        && uri.getRawFragment() == null;
  }

  private CanonicalPath below(CanonicalPath whole) throws RequestRefusedException {
    List<String> rest = whole.segments().subList(path.segments().size(), whole.segments().size());
    return CanonicalPath.parse("/" + String.join("/", rest));
  }

  private static URI parse(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw new AccessDeniedException(ClientReason.ADDRESS_NOT_CANONICAL, "malformed");
    }
  }

  private static CanonicalPath pathOf(URI uri) throws RequestRefusedException {
    String raw = uri.getRawPath();
    return CanonicalPath.parse(raw == null || raw.isEmpty() ? "/" : raw);
  }

  private static int portOf(URI uri, String scheme) {
    return uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort();
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }
}
