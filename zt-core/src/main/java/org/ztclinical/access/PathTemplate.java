package org.ztclinical.access;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.RequestRefusedException;

/**
 * A path with variables, as in {@code /reports/{report}}: a variable stands for exactly one segment
 * and for nothing of a segment. Immutable.
 *
 * @param text as declared; it holds no value of a request and may be logged
 * @param segments in order
 */
record PathTemplate(String text, List<Segment> segments) {
  private static final int MAX_SEGMENTS = 32;
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][A-Za-z0-9]{0,31})}");

  /** What a path may hold that names everything, so that nothing has this id. */
  private static final String STAR = "*";

  PathTemplate {
    Objects.requireNonNull(text, "text");
    segments = List.copyOf(segments);
  }

  /** A fixed segment, or a variable of this name. */
  record Segment(String text, boolean variable) {
    boolean matches(String actual) {
      return variable ? !actual.equals(STAR) : text.equals(actual);
    }

    boolean overlaps(Segment other) {
      return variable || other.variable || text.equals(other.text);
    }
  }

  static PathTemplate parse(String text) {
    if (!text.startsWith("/") || (text.length() > 1 && text.endsWith("/"))) {
      throw refused(text, "it starts with a slash and does not end with one");
    }
    List<Segment> segments =
        text.equals("/")
            ? List.of()
            : List.of(text.substring(1).split("/", -1)).stream()
                .map(segment -> segment(text, segment))
                .toList();
    if (segments.size() > MAX_SEGMENTS) {
      throw refused(text, "it has more than " + MAX_SEGMENTS + " segments");
    }
    Set<String> names = new LinkedHashSet<>();
    for (Segment segment : segments) {
      if (segment.variable() && !names.add(segment.text())) {
        throw refused(text, "it names the variable " + segment.text() + " twice");
      }
    }
    return new PathTemplate(text, segments);
  }

  private static Segment segment(String template, String segment) {
    var variable = VARIABLE.matcher(segment);
    if (variable.matches()) {
      return new Segment(variable.group(1), true);
    }
    try {
      boolean star = segment.equals(STAR);
      if (!star && CanonicalPath.parse("/" + segment).segments().size() == 1) {
        return new Segment(segment, false);
      }
    } catch (RequestRefusedException e) {
      // Said below; what is wrong with it is the segment.
    }
    throw refused(
        template,
        "a segment is either {name}, of letters and digits beginning in lower case, or fixed text"
            + " out of A-Z a-z 0-9 - . _ ~ $");
  }

  boolean names(String variable) {
    return segments.stream()
        .anyMatch(segment -> segment.variable() && segment.text().equals(variable));
  }

  /** The values of the variables; empty when the path is another. */
  Optional<Map<String, String>> match(CanonicalPath path) {
    List<String> actual = path.segments();
    if (actual.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < actual.size(); i++) {
      if (!segments.get(i).matches(actual.get(i))) {
        return Optional.empty();
      }
      if (segments.get(i).variable()) {
        values.put(segments.get(i).text(), actual.get(i));
      }
    }
    return Optional.of(values);
  }

  /** Whether every instance is this path or lies below it. */
  boolean isBelow(CanonicalPath base) {
    List<String> prefix = base.segments();
    if (prefix.size() > segments.size()) {
      return false;
    }
    for (int i = 0; i < prefix.size(); i++) {
      Segment segment = segments.get(i);
      if (segment.variable() || !segment.text().equals(prefix.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether some path is an instance of both. */
  boolean overlaps(PathTemplate other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!segments.get(i).overlaps(other.segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is fixed wherever the other is, and in one place more. */
  boolean isNarrowerThan(PathTemplate other) {
    boolean more = false;
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).variable() && !other.segments.get(i).variable()) {
        return false;
      }
      more |= !segments.get(i).variable() && other.segments.get(i).variable();
    }
    return more;
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException("route " + text + ": " + why);
  }
}
