package org.ztclinical.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ztclinical.request.RequestRefusedException;

/**
 * Envoy's {@code X-Forwarded-Client-Cert}: elements between commas, one for each proxy passed, each
 * of pairs {@code Key=value} between semicolons; a value in double quotes may hold both, with a
 * backslash before a quote. The last element is the nearest proxy's word, and the only one read.
 */
final class Xfcc {
  private Xfcc() {}

  /** The {@code Cert} of the last element, still percent-encoded. */
  static Optional<String> certificateOf(String value) throws RequestRefusedException {
    List<String> elements = split(value, ',');
    List<String> certificates = new ArrayList<>();
    for (String pair : split(elements.get(elements.size() - 1), ';')) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw ForwardedCertificates.refused("an element of XFCC is not made of pairs");
      }
      if (pair.substring(0, equals).strip().equalsIgnoreCase("Cert")) {
        certificates.add(unquoted(pair.substring(equals + 1).strip()));
      }
    }
    if (certificates.size() > 1) {
      throw ForwardedCertificates.refused("XFCC tells two certificates in one element");
    }
    return certificates.stream().findFirst();
  }

  private static List<String> split(String text, char separator) throws RequestRefusedException {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    if (quoted) {
      throw ForwardedCertificates.refused("a quoted value of XFCC does not end");
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted
        ? value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
        : value;
  }
}
