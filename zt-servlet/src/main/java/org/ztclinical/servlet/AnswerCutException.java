package org.ztclinical.servlet;

import java.io.IOException;

/**
 * Tells the container that an answer it has sent in part is not complete, so that it ends the
 * connection without ending the body. Says nothing of the cause: containers print exceptions.
 */
final class AnswerCutException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerCutException() {
    super("the answer was cut");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
