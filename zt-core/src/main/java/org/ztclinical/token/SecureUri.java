package org.ztclinical.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses that may be trusted to name an issuer or its keys. */
final class SecureUri {
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private SecureUri() {}

  static URI require(String text, String what) {
    try {
      return require(new URI(text), what);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(what + " is not a URI: " + text, e);
    }
  }

  /** An absolute https URI with a host and without user, or http where the host is loopback. */
  static URI require(URI uri, String what) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(what + " must name a host and no user: " + uri);
    }
    if (!scheme.equals("https") && !(scheme.equals("http") && isLoopback(host))) {
      throw new IllegalArgumentException(
          what + " must be https (http is accepted for loopback only): " + uri);
    }
    return uri;
  }

  /** Decided by spelling alone, without asking a name server. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || LOOPBACK.matcher(host).matches();
  }
}
