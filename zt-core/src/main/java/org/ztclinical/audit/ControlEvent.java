package org.ztclinical.audit;

/** What a log says about itself. */
public enum ControlEvent {
  /** A process opened the log. */
  OPENED(1, "opened"),
  /** The log was closed in order; everything before it had been acknowledged or refused. */
  CLOSED(2, "closed"),
  /** A tail that a crash had torn was put in quarantine and cut. */
  RECOVERY(3, "recovery"),
  /** Events were refused or acknowledged too late while the log could not be written. */
  GAP(4, "gap");

  private final int number;
  private final String code;

  ControlEvent(int number, String code) {
    this.number = number;
    this.code = code;
  }

  /** The stable lower-case name. */
  public String code() {
    return code;
  }

  /** The number on disk; once released it keeps its meaning. */
  int number() {
    return number;
  }

  static ControlEvent numbered(int number) {
    return Numbered.find(values(), ControlEvent::number, number);
  }
}
