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

  @Override
  public String toString() {
    return "duration";
  }
}
