package org.ztclinical.obligation;

/** A reason could not be recorded, or could not be kept for later requests: it does not count. */
public final class JustificationUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param sentence what failed, without anything of the reason
   */
  public JustificationUnavailableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
