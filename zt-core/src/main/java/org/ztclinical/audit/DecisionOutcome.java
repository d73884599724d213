package org.ztclinical.audit;

/** What was decided. */
public enum DecisionOutcome {
  /** All that was asked. */
  PERMIT(1, "permit"),
  /** A part of what was asked. */
  NARROWED(2, "narrowed"),
  /** Refused. */
  DENIED(3, "denied"),
  /** Refused until the caller has authenticated more strongly (RFC 9470). */
  STEP_UP(4, "step-up"),
  /** Refused until the caller comes with a token that is bound to its sender. */
  SENDER_CONSTRAINT(5, "sender-constraint");

  private final int number;
  private final String code;

  DecisionOutcome(int number, String code) {
    this.number = number;
    this.code = code;
  }

  /** The stable lower-case name. */
  public String code() {
    return code;
  }

  /** True when work may follow, so that release records are due. */
  public boolean permits() {
    return this == PERMIT || this == NARROWED;
  }

  /** The number on disk; once released it keeps its meaning. */
  int number() {
    return number;
  }

  static DecisionOutcome numbered(int number) {
    return Numbered.find(values(), DecisionOutcome::number, number);
  }
}
