package org.ztclinical.session;

/**
 * Something was ended on this instance, and that is in force; but it could not be recorded, or not
 * all other instances can be told. Doing it again does no harm.
 */
public final class SessionsUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param sentence for people; holds no identifier
   */
  public SessionsUnavailableException(String sentence) {
    super(sentence);
  }

  /** A failure with its cause. */
  public SessionsUnavailableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
