package org.ztclinical.cedar.value;

/**
 * A decimal number with four fraction digits.
 *
 * @param units the number times 10,000
 */
public record CedarDecimal(long units) implements CedarValue, Comparable<CedarDecimal> {
  @Override
  public ValueKind kind() {
    return ValueKind.DECIMAL;
  }

  /** The number as its constructor takes it, with four fraction digits. */
  public String text() {
    String digits = Long.toString(units).replace("-", "");
    String padded = "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    int point = padded.length() - 4;
    return (units < 0 ? "-" : "") + padded.substring(0, point) + "." + padded.substring(point);
  }

  @Override
  public String toCedar() {
    return "decimal(\"" + text() + "\")";
  }

  @Override
  public int compareTo(CedarDecimal other) {
    return Long.compare(units, other.units);
  }

  // Written out, because those of a record are made at first use, which the first decision pays.
  @Override
  public boolean equals(Object other) {
    return other instanceof CedarDecimal that && units == that.units;
  }

  @Override
  public int hashCode() {
    return Scatter.hash(ValueKind.DECIMAL, units);
  }

  @Override
  public String toString() {
    return "decimal";
  }
}
