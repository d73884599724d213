package org.ztclinical.fhirclient;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which of the headers an application and its interceptors set are sent. What would be a second
 * credential or another method is refused, so that the mistake is seen; what the guard or the HTTP
 * client sets itself is dropped; the rest (such as a vendor's client id) is sent as it is.
 */
final class OutgoingHeaders {
  private static final int MAX_BYTES = 16 * 1024;

  /** A token of RFC 9110 §5.6.2, in lower case. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  private static final Set<String> REFUSED =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "dpop",
          "x-http-method",
          "x-http-method-override",
          "x-method-override");

  private static final Set<String> OURS =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "forwarded",
          "traceparent",
          "tracestate",
          "baggage",
          // Conditional and partial reads: the guard needs the whole answer to check it.
          "if-none-match",
          "if-modified-since",
          "if-range",
          "range");

  private OutgoingHeaders() {}

  /** The headers to send, by lower-case name. */
  static Map<String, List<String>> of(Map<String, List<String>> set) {
    Map<String, List<String>> sent = new TreeMap<>();
    int bytes = 0;
    for (Map.Entry<String, List<String>> header : set.entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (REFUSED.contains(name)) {
        throw new AccessDeniedException(ClientReason.HEADER_REFUSED, name);
      }
      for (String value : header.getValue()) {
        bytes += name.length() + value.length();
        requireSafe(name, value, bytes);
      }
      if (!OURS.contains(name) && !name.startsWith("x-forwarded-")) {
        sent.put(name, List.copyOf(header.getValue()));
      }
    }
    return sent;
  }

  private static void requireSafe(String name, String value, int bytes) {
    boolean malformed =
        !NAME.matcher(name).matches() || value.chars().anyMatch(c -> c < ' ' || c > 0x7e);
    if (malformed || bytes > MAX_BYTES) {
      throw new AccessDeniedException(
          ClientReason.HEADER_REFUSED, malformed ? "malformed" : "too large");
    }
  }
}
