package org.ztclinical.cedar.value;

import org.jspecify.annotations.Nullable;

/**
 * A name with its namespace, as {@code Fhir::Patient}: of an entity type, of a common type, of an
 * extension type. Immutable; holds no user data and prints itself.
 *
 * <p>The names that begin with {@code __cedar} are the language's own: {@link #parse} refuses them,
 * {@link #ofTrusted} does not ask.
 */
public final class Name implements Comparable<Name> {
  /**
   * The last names that were read, each at the place of its hash, so that one name is mostly one
   * object: comparing types is then a glance. Whoever sends many names only pushes others out, and
   * these are compared by their text.
   */
  private static final @Nullable Name[] LAST = new Name[1 << 10];

  private static final int MAX_KEPT_LENGTH = 200;

  private final String text;
  private final int hash;

  private Name(String text) {
    this.text = text;
    this.hash = text.hashCode();
  }

  /**
   * Reads a name in its normal form: identifiers joined by {@code ::}, no blanks, none reserved.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static Name parse(String text) {
    Name kept = kept(text);
    if (kept != null) {
      return kept;
    }
    if (!isName(text)) {
      throw new IllegalArgumentException(
          "a name is identifiers joined by ::, without blanks and reserved words");
    }
    return keep(new Name(text));
  }

  /** A name whose form the caller has checked. */
  public static Name ofTrusted(String text) {
    Name kept = kept(text);
    if (kept != null) {
      return kept;
    }
    Name name = new Name(text);
    return isName(text) ? keep(name) : name;
  }

  private static @Nullable Name kept(String text) {
    Name last = LAST[place(text.hashCode())];
    return last != null && last.text.equals(text) ? last : null;
  }

  private static Name keep(Name name) {
    if (name.text.length() <= MAX_KEPT_LENGTH) {
      LAST[place(name.hash)] = name;
    }
    return name;
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) & (LAST.length - 1);
  }

  /** Whether the text is a name that {@link #parse} takes. */
  public static boolean isName(String text) {
    int from = 0;
    while (true) {
      int to = text.indexOf("::", from);
      String part = text.substring(from, to < 0 ? text.length() : to);
      if (!Lexical.isIdentifier(part)) {
        return false;
      }
      if (to < 0) {
        return true;
      }
      from = to + 2;
    }
  }

  /** The namespace, as {@code A::B}; empty for a name without one. */
  public String namespace() {
    int last = text.lastIndexOf("::");
    return last < 0 ? "" : text.substring(0, last);
  }

  /** The last part. */
  public String basename() {
    int last = text.lastIndexOf("::");
    return last < 0 ? text : text.substring(last + 2);
  }

  /** Whether there is a namespace. */
  public boolean isQualified() {
    return text.contains("::");
  }

  /** The name in a namespace, which may be empty. */
  public Name in(String namespace) {
    return namespace.isEmpty() ? this : ofTrusted(namespace + "::" + text);
  }

  /** The whole name. */
  public String text() {
    return text;
  }

  @Override
  public int compareTo(Name other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Name that && hash == that.hash && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
