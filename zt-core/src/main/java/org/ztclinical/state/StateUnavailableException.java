package org.ztclinical.state;

/** A store cannot keep a fact, or cannot tell whether it has one. */
public final class StateUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, for programs. */
  public enum Cause {
    /** There is no room, and nothing that is kept has expired. */
    FULL,
    /** Whoever the fact belongs to has used up what one may keep; there may be room for others. */
    SHARE_USED_UP,
    /** The store did not answer, or not in time, or not with what can be read. */
    FAILED,
    /**
     * What the store gave was not sealed by this application for this key, or had ended, or had
     * been replaced: {@link SealedState}.
     */
    FORGED
  }

  private final Cause reason;

  /**
   * A failure.
   *
   * @param sentence for people; holds neither key nor value
   */
  public StateUnavailableException(Cause reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /**
   * A failure with what caused it.
   *
   * @param sentence for people; holds neither key nor value
   * @param cause must not hold any either, nor an address with a password
   */
  public StateUnavailableException(Cause reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** Why, for programs. */
  public Cause reason() {
    return reason;
  }
}
