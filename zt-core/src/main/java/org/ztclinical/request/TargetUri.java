package org.ztclinical.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request was for, as an absolute URL in its normal form (RFC 3986 §6.2.2, §6.2.3): scheme
 * and host in lower case, no default port, no percent-encoding of what needs none and upper-case
 * digits in the rest, no dot segments, no slash at the end; query and fragment left out (RFC 9449
 * §4.3). Two that are equal name the same target here.
 *
 * @param text the normal form; may hold a resource id: do not log it
 */
public record TargetUri(String text) {
  /** Longer ones are not read. */
  public static final int MAX_LENGTH = 2_048;

  private static final Pattern FORM =
      Pattern.compile(
          "(?i:(https?)://)([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?"
              + "(/[^?#\"<>\\\\^`{|}\\s]*)?(?:\\?[^#]*)?(?:#.*)?");

  /**
   * The target that this text names; empty when it is no absolute http or https URL, or names a
   * user.
   */
  public static Optional<TargetUri> parse(String url) {
    if (url.length() > MAX_LENGTH || !url.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(url);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String host = matcher.group(2).toLowerCase(Locale.ROOT);
    String path = matcher.group(4) == null ? "" : matcher.group(4);
    return unreserved(path)
        .map(TargetUri::withoutDotSegments)
        .map(plain -> new TargetUri(scheme + "://" + host + port(scheme, matcher) + plain));
  }

  private static String port(String scheme, Matcher matcher) {
    String port = matcher.group(3) == null ? "" : matcher.group(3);
    String usual = scheme.equals("https") ? "443" : "80";
    return port.isEmpty() || port.equals(usual) ? "" : ":" + port;
  }

  /** Without escapes of unreserved characters; empty when a percent sign escapes nothing. */
  private static Optional<String> unreserved(String path) {
    if (path.indexOf('%') < 0) {
      return Optional.of(path);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int high = i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
      int low = i + 2 < path.length() ? Character.digit(path.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      char decoded = (char) (high * 16 + low);
      if (isUnreserved(decoded)) {
        out.append(decoded);
      } else {
        out.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return Optional.of(out.toString());
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  /** RFC 3986 §5.2.4; one slash at the end is dropped, as paths of requests drop it. */
  private static String withoutDotSegments(String path) {
    List<String> kept = new ArrayList<>();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      boolean up = segments[i].equals("..");
      boolean dots = up || segments[i].equals(".");
      if (up && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      }
      if (!dots) {
        kept.add(segments[i]);
      } else if (i == segments.length - 1) {
        // What dots at the end leave is a slash.
        kept.add("");
      }
    }
    if (endsInOneSlash(kept)) {
      kept.remove(kept.size() - 1);
    }
    return kept.isEmpty() ? "" : "/" + String.join("/", kept);
  }

  /** Of two, none is dropped: the rest would end in one, and not be its own normal form. */
  private static boolean endsInOneSlash(List<String> segments) {
    int last = segments.size() - 1;
    return last >= 0
        && segments.get(last).isEmpty()
        && (last == 0 || !segments.get(last - 1).isEmpty());
  }

  /** The target of this path below this one. */
  public TargetUri at(CanonicalPath path) {
    return path.segments().isEmpty() ? this : new TargetUri(text + path.text());
  }

  @Override
  public String toString() {
    return "target [redacted]";
  }
}
