package org.ztclinical.obligation;

/**
 * Text that cannot be a reason. The message says what a reason must be and repeats nothing of it.
 */
public final class JustificationSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, for programs. */
  public enum Cause {
    TOO_SHORT,
    TOO_LONG,
    NOT_PRINTABLE,
    NOT_ENCODED
  }

  private final Cause reason;

  JustificationSyntaxException(Cause reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** Why, for programs. */
  public Cause reason() {
    return reason;
  }
}
