package org.ztclinical.request;

import java.util.ArrayList;
import java.util.List;

/**
 * A request path with exactly one reading. Accepted are only the characters {@code A-Z a-z 0-9 - .
 * _ ~ $} and {@code /}, so that no server, proxy or framework can decode it differently: percent
 * signs, semicolons, backslashes, empty and dot segments are refused. FHIR ids, types and operation
 * names need nothing else (FHIR R4 §2.24.0.67); a segment that is exactly {@code *} stands for all
 * types of a compartment.
 */
public final class CanonicalPath {
  /** Longer paths are refused. */
  public static final int MAX_LENGTH = 2_048;

  private final String text;
  private final List<String> segments;

  private CanonicalPath(String text, List<String> segments) {
    this.text = text;
    this.segments = segments;
  }

  /** The path of one slash. */
  public static CanonicalPath root() {
    return ofSegments(List.of());
  }

  /** Reads a raw, undecoded path that starts with a slash. One trailing slash is dropped. */
  public static CanonicalPath parse(String raw) throws RequestRefusedException {
    if (raw.length() > MAX_LENGTH) {
      throw new RequestRefusedException(RequestReason.REQUEST_TOO_LARGE, "path");
    }
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      throw refused("it does not start with a slash");
    }
    if (!isAccepted(raw)) {
      throw refused("a character outside A-Z a-z 0-9 - . _ ~ $ * /");
    }
    String path =
        raw.length() > 1 && raw.endsWith("/") && !raw.equals("//")
            ? raw.substring(0, raw.length() - 1)
            : raw;
    if (path.equals("/")) {
      return new CanonicalPath("/", List.of());
    }
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw refused("an empty or dot segment");
      }
      if (segment.length() > 1 && segment.indexOf('*') >= 0) {
        throw refused("a star within a segment");
      }
    }
    return new CanonicalPath(path, segments);
  }

  /** The segments, without slashes; empty for the root. */
  public List<String> segments() {
    return segments;
  }

  /** True when this path is the other or lies below it, compared segment by segment. */
  public boolean startsWith(CanonicalPath prefix) {
    return segments.size() >= prefix.segments.size()
        && segments.subList(0, prefix.segments.size()).equals(prefix.segments);
  }

  /** This path as seen from a prefix it starts with: {@code /Patient/1} for {@code /fhir}. */
  public CanonicalPath below(CanonicalPath prefix) {
    if (!startsWith(prefix)) {
      throw new IllegalArgumentException("the path does not lie below the prefix");
    }
    return ofSegments(segments.subList(prefix.segments.size(), segments.size()));
  }

  /** The relative path put behind this one. */
  public CanonicalPath append(CanonicalPath relative) {
    List<String> all = new ArrayList<>(segments);
    all.addAll(relative.segments);
    return ofSegments(all);
  }

  private static CanonicalPath ofSegments(List<String> segments) {
    return new CanonicalPath("/" + String.join("/", segments), List.copyOf(segments));
  }

  /** The path as text, without a trailing slash. May hold a resource id: do not log it. */
  public String text() {
    return text;
  }

  private static boolean isAccepted(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (!isAccepted(raw.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAccepted(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~$*/".indexOf(c) >= 0;
  }

  private static RequestRefusedException refused(String detail) {
    return new RequestRefusedException(RequestReason.PATH_NOT_CANONICAL, detail);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof CanonicalPath other && text.equals(other.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return segments.size() + " segments";
  }
}
