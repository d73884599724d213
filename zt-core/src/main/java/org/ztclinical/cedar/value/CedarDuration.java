package org.ztclinical.cedar.value;

/**
 * A length of time.
 *
 * @param millis may be negative
 */
public record CedarDuration(long millis) implements CedarValue, Comparable<CedarDuration> {
  @Override
  public ValueKind kind() {
    return ValueKind.DURATION;
  }

  @Override
  public String toCedar() {
    return "duration(\"" + millis + "ms\")";
  }

  @Override
  public int compareTo(CedarDuration other) {
    return Long.compare(millis, other.millis);
  }

  // Written out, because those of a record are made at first use, which the first decision pays.
  @Override
  public boolean equals(Object other) {
    return other instanceof CedarDuration that && millis == that.millis;
  }

  @Override
  public int hashCode() {
    return Scatter.hash(ValueKind.DURATION, millis);
  }

  @Override
  public String toString() {
    return "duration";
  }
}
