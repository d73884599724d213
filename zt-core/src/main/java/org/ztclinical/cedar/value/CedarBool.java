package org.ztclinical.cedar.value;

/** A truth value. There are two instances, so they may be compared by identity. */
public enum CedarBool implements CedarValue {
  FALSE(false),
  TRUE(true);

  private final boolean value;

  CedarBool(boolean value) {
    this.value = value;
  }

  /** The instance for this truth value. */
  public static CedarBool of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The truth value. */
  public boolean value() {
    return value;
  }

  @Override
  public ValueKind kind() {
    return ValueKind.BOOL;
  }

  @Override
  public String toCedar() {
    return Boolean.toString(value);
  }

  @Override
  public String toString() {
    return "Bool";
  }
}
