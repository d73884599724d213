package org.ztclinical.floors;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation: where its links lead, and the anchors that links may name, as GitHub
 * makes them of headings. What stands in code is text.
 */
record MarkdownPage(List<String> links, Set<String> anchors) {
  private static final Pattern FENCE = Pattern.compile("^ {0,3}(```+|~~~+)");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)");
  private static final Pattern REFERENCE = Pattern.compile("^ {0,3}\\[[^\\]]+\\]:\\s*<?([^\\s>]+)");
  private static final Pattern NAMED = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

  static MarkdownPage parse(String text) {
    List<String> links = new ArrayList<>();
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    String fence = "";
    for (String line : text.lines().toList()) {
      Matcher fenced = FENCE.matcher(line);
      if (fenced.find()) {
        String marks = fenced.group(1);
        fence = fence.isEmpty() ? marks : marks.startsWith(fence) ? "" : fence;
      } else if (fence.isEmpty()) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
          String anchor = anchor(heading.group(1));
          int before = seen.merge(anchor, 1, Integer::sum) - 1;
          anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        String plain = CODE.matcher(line).replaceAll("``");
        addAll(NAMED, plain, anchors);
        addAll(LINK, plain, links);
        addAll(REFERENCE, plain, links);
      }
    }
    return new MarkdownPage(links, anchors);
  }

  private static void addAll(Pattern pattern, String line, Collection<? super String> found) {
    Matcher matcher = pattern.matcher(line);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
  }

  /** Lower case, links as their text, white space as hyphens, and no other punctuation. */
  private static String anchor(String heading) {
    return heading
        .replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
        .replace(' ', '-');
  }
}
