package org.ztclinical.reason;

import java.util.Objects;

/**
 * Why something was decided: a stable code and a detail for people.
 *
 * @param code the cause
 * @param detail what exactly, built by this library from its own words and from names out of
 *     standards (types, interactions, scopes); never patient data, identifiers or tokens; may be
 *     empty
 */
public record Reason(ReasonCode code, String detail) {
  public Reason {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(detail, "detail");
  }

  /** A reason that needs no detail. */
  public static Reason of(ReasonCode code) {
    return new Reason(code, "");
  }

  /** A reason with a detail; see {@link #detail()} for what it may hold. */
  public static Reason of(ReasonCode code, String detail) {
    return new Reason(code, detail);
  }

  /** The sentence of the code, with the detail behind a colon where there is one. */
  public String text() {
    return detail.isEmpty() ? code.sentence() : code.sentence() + ": " + detail;
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? code.code() : code.code() + " (" + detail + ")";
  }
}
