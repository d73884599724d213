package org.ztclinical.servlet;

import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a cookie as the value of a {@code Set-Cookie} header (RFC 6265 §4.1). */
final class SetCookie {
  /** {@code cookie-octet}, with the space that many applications use. */
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x3a\\x3c-\\x7e]*");

  private static final Pattern ATTRIBUTE = Pattern.compile("[\\x20-\\x3a\\x3c-\\x7e]*");
  private static final Set<String> WRITTEN_BY_NAME =
      Set.of("domain", "path", "max-age", "expires", "secure", "httponly");

  private SetCookie() {}

  static String format(Cookie cookie) {
    String value = cookie.getValue() == null ? "" : cookie.getValue();
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("a cookie value holds a character that is not allowed");
    }
    StringBuilder out = new StringBuilder(cookie.getName()).append('=').append(value);
    append(out, "Domain", cookie.getDomain());
    append(out, "Path", cookie.getPath());
    if (cookie.getMaxAge() >= 0) {
      append(out, "Max-Age", Integer.toString(cookie.getMaxAge()));
      append(out, "Expires", expires(cookie.getMaxAge()));
    }
    if (cookie.getSecure()) {
      out.append("; Secure");
    }
    if (cookie.isHttpOnly()) {
      out.append("; HttpOnly");
    }
    for (Map.Entry<String, String> other : cookie.getAttributes().entrySet()) {
      if (!WRITTEN_BY_NAME.contains(other.getKey().toLowerCase(Locale.ROOT))) {
        append(out, other.getKey(), other.getValue());
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (!ATTRIBUTE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a cookie attribute holds a character that is not allowed");
    }
    out.append("; ").append(name);
    if (!value.isEmpty()) {
      out.append('=').append(value);
    }
  }

  private static String expires(int maxAge) {
    Instant end = maxAge == 0 ? Instant.EPOCH : Instant.now().plusSeconds(maxAge);
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(end.atOffset(ZoneOffset.UTC));
  }
}
