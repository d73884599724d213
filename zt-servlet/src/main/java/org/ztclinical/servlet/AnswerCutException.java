package org.ztclinical.servlet;

import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Tells the container that an answer it has sent in part is not complete, so that it ends the
 * connection without ending the body. Says nothing of the cause: containers print exceptions.
 */
final class AnswerCutException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final String MESSAGE = "the answer was cut";

  /** Tomcat's own, which it does not log as an error of the application. */
  private static final String OF_TOMCAT = "org.apache.coyote.CloseNowException";

  private AnswerCutException() {
    super(MESSAGE);
  }

  /**
   * What to throw through the container of this response. Tomcat has an exception for exactly this,
   * which it is given where there is one; any other it would log as an error, with a trace.
   */
  static IOException in(ServletResponse response) {
    ServletResponse innermost = Framing.innermost(response);
    try {
      Class<?> own = Class.forName(OF_TOMCAT, false, innermost.getClass().getClassLoader());
      return (IOException) own.getConstructor(String.class).newInstance(MESSAGE);
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      return new AnswerCutException();
    }
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
