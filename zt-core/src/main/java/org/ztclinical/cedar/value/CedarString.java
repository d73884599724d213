package org.ztclinical.cedar.value;

import java.util.Objects;

/** A string of Unicode scalar values. */
public record CedarString(String value) implements CedarValue, Comparable<CedarString> {
  public CedarString {
    Lexical.requireScalars(Objects.requireNonNull(value, "value"));
  }

  /**
   * A value for this text.
   *
   * @throws IllegalArgumentException when it has half of a surrogate pair
   */
  public static CedarString of(String value) {
    return new CedarString(value);
  }

  @Override
  public ValueKind kind() {
    return ValueKind.STRING;
  }

  @Override
  public String toCedar() {
    return Lexical.quote(value);
  }

  @Override
  public int compareTo(CedarString other) {
    return value.compareTo(other.value);
  }

  // Written out, because those of a record are made at first use, which the first decision pays.
  @Override
  public boolean equals(Object other) {
    return other instanceof CedarString that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "String";
  }
}
