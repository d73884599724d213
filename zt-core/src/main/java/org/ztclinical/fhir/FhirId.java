package org.ztclinical.fhir;

/** The grammar of resource and version ids (FHIR R4 §2.24.0.67). */
public final class FhirId {
  private static final int MAX_LENGTH = 64;

  private FhirId() {}

  /** True for 1 to 64 characters of {@code A-Z a-z 0-9 - .}; ids differ by letter case. */
  public static boolean matches(String text) {
    return matches(text, 0, text.length());
  }

  static boolean matches(String text, int from, int to) {
    if (to - from < 1 || to - from > MAX_LENGTH) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!isAccepted(text.charAt(i))) {
        return false;
      }
    }
    return !isDotSegment(text, from, to);
  }

  /** The grammar allows it; in a path it would mean another place (RFC 3986 §3.3). */
  private static boolean isDotSegment(String text, int from, int to) {
    int length = to - from;
    return (length == 1 || length == 2) && text.charAt(from) == '.' && text.charAt(to - 1) == '.';
  }

  private static boolean isAccepted(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.';
  }
}
