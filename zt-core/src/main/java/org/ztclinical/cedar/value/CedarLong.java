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

  @Override
  public String toString() {
    return "Long";
  }
}
