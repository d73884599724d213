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
  private final String sentence;

  JustificationSyntaxException(Cause reason, String sentence) {
    super(sentence);
    this.reason = reason;
    this.sentence = sentence;
  }

  /** Why, for programs. */
  public Cause reason() {
    return reason;
  }

  /** What a reason must be, for people; the same as the message. */
  public String sentence() {
    return sentence;
  }
}
