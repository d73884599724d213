package org.ztclinical.reason;

import org.ztclinical.enforce.Limits;

/** A class on the ground floor that reaches for the eighth: the floors test must find it. */
public final class SeededWrongImport {
  private SeededWrongImport() {}

  /** The wrong import. */
  public static Limits wrong() {
    return Limits.standard();
  }
}
