package org.ztclinical.enforce;

import java.io.IOException;

/** A document is no search set or history that can be checked entry by entry. Cheap to throw. */
final class NotAListException extends IOException {
  private static final long serialVersionUID = 1L;

  NotAListException() {
    super("no search set or history whose type comes before its entries");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
