package org.ztclinical.cedar.value;

/**
 * An instant.
 *
 * @param millis since 1970-01-01T00:00:00Z, in the proleptic Gregorian calendar
 */
public record CedarDatetime(long millis) implements CedarValue, Comparable<CedarDatetime> {
  @Override
  public ValueKind kind() {
    return ValueKind.DATETIME;
  }

  @Override
  public String toCedar() {
    // The offset form covers instants whose year has no four digits.
    return "datetime(\"1970-01-01\").offset(duration(\"" + millis + "ms\"))";
  }

  @Override
  public int compareTo(CedarDatetime other) {
    return Long.compare(millis, other.millis);
  }

  // Written out, because those of a record are made at first use, which the first decision pays.
  @Override
  public boolean equals(Object other) {
    return other instanceof CedarDatetime that && millis == that.millis;
  }

  @Override
  public int hashCode() {
    return Scatter.hash(ValueKind.DATETIME, millis);
  }

  @Override
  public String toString() {
    return "datetime";
  }
}
