package org.ztclinical.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that must be done before permitted work may run (XACML 3.0 §7.18), by its name, as in
 * {@code justify} or {@code notify}. An obligation that nobody fulfils turns the permit into a
 * denial.
 *
 * @param name lower-case words of letters and digits joined by hyphens, at most {@value #MAX_NAME}
 *     characters
 */
public record Obligation(String name) {
  /** Longest name. */
  public static final int MAX_NAME = 64;

  /** Most obligations of one list. */
  public static final int MAX_LISTED = 16;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*+");

  public Obligation {
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "an obligation is named by lower-case words with hyphens, as in justify, at most "
              + MAX_NAME
              + " characters");
    }
  }

  /** The obligation of this name. */
  public static Obligation of(String name) {
    return new Obligation(name);
  }

  /**
   * Reads the value of an {@code @obligation} annotation: names separated by commas, with spaces
   * around them or not, each once.
   *
   * @throws IllegalArgumentException for an empty list, an empty element, a name that is none, a
   *     name twice, or more than {@value #MAX_LISTED} names
   */
  public static List<Obligation> parseList(String text) {
    String[] names = text.split(",", MAX_LISTED + 1);
    if (names.length > MAX_LISTED) {
      throw new IllegalArgumentException("at most " + MAX_LISTED + " obligations can be listed");
    }
    Set<Obligation> obligations = new LinkedHashSet<>();
    for (String name : names) {
      if (!obligations.add(of(name.strip()))) {
        throw new IllegalArgumentException("the obligation " + name.strip() + " is listed twice");
      }
    }
    return List.copyOf(obligations);
  }

  @Override
  public String toString() {
    return name;
  }
}
