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
    return true;
  }

  private static boolean isAccepted(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.';
  }
}
