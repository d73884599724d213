package org.ztclinical.enforce;

import java.io.IOException;

/** An answer that cannot be read with certainty. Says nothing of its content; cheap to throw. */
final class UnreadableAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswerException() {
    super("the answer cannot be read with certainty");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
