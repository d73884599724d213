package org.ztclinical.cedar.value;

/** A signed 64-bit integer. */
public record CedarLong(long value) implements CedarValue, Comparable<CedarLong> {
  /** A value for this number. */
  public static CedarLong of(long value) {
    return new CedarLong(value);
  }

  @Override
  public ValueKind kind() {
    return ValueKind.LONG;
  }

  @Override
  public String toCedar() {
    return Long.toString(value);
  }

  @Override
  public int compareTo(CedarLong other) {
    return Long.compare(value, other.value);
  }

  // Written out, because those of a record are made at first use, which the first decision pays.
  @Override
  public boolean equals(Object other) {
    return other instanceof CedarLong that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Scatter.hash(ValueKind.LONG, value);
  }

  @Override
  public String toString() {
    return "Long";
  }
}
