package org.ztclinical.audit;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Builds the one-line text of a record: words, and names with values; what is absent is left out.
 */
final class Line {
  private final StringBuilder text;

  private Line(String start) {
    text = new StringBuilder(start);
  }

  static Line start(String word) {
    return new Line(word);
  }

  Line word(Object word) {
    text.append(' ').append(word);
    return this;
  }

  Line word(String name, Object value) {
    String printed = String.valueOf(value);
    return printed.isEmpty() ? this : word(name + "=" + quoted(printed));
  }

  Line word(String name, Optional<?> value) {
    return value.isEmpty() ? this : word(name, value.get());
  }

  Line words(String name, Collection<?> values) {
    String joined =
        values.stream().map(value -> quoted(value.toString())).collect(Collectors.joining(","));
    return values.isEmpty() ? this : word(name + "=" + joined);
  }

  Line flag(String name, boolean set) {
    return set ? word(name) : this;
  }

  /** Text with a space in it is quoted, so that a line splits at its spaces. */
  private static String quoted(String value) {
    return value.indexOf(' ') < 0 ? value : "'" + value.replace('\'', '?') + "'";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
