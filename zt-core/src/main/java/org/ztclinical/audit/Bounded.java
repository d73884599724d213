package org.ztclinical.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.ztclinical.request.PlainText;

/**
 * Makes text from outside fit for a record without ever failing: what is too long or not printable
 * is replaced by its digest, and lists that are too long end in a count of what was left out.
 */
final class Bounded {
  /** Longest text kept as it is, in characters. */
  static final int TEXT = 128;

  /** Longest statement of a person kept as it is, in characters. */
  static final int STATEMENT = 1000;

  /** Most entries of a list of texts. */
  static final int LIST = 32;

  private Bounded() {}

  static String text(String text) {
    return fitting(text, TEXT);
  }

  /** What a person wrote: longer than other text. */
  static String statement(String text) {
    return fitting(text, STATEMENT);
  }

  private static String fitting(String text, int longest) {
    boolean fits = text.length() <= longest && PlainText.isPlain(text);
    return fits ? text : "sha256:" + digest(text);
  }

  static List<String> texts(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    int kept = texts.size() <= LIST ? texts.size() : LIST - 1;
    List<String> bounded = new ArrayList<>(kept + 1);
    for (String text : texts.subList(0, kept)) {
      bounded.add(text(text));
    }
    if (kept < texts.size()) {
      bounded.add("+" + (texts.size() - kept));
    }
    return List.copyOf(bounded);
  }

  private static String digest(String text) {
    MessageDigest sha256 = Chain.sha256();
    return Hex.of(sha256.digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, 32);
  }
}
