package org.ztclinical.token;

import java.io.IOException;

/** An answer with another status than 200. Its message holds nothing else of it. */
final class HttpStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  HttpStatusException(int status) {
    super("HTTP status " + status);
    this.status = status;
  }

  /** Whether what was asked is to blame, and another question may be answered. */
  boolean isAboutTheRequest() {
    return status == 400 || status == 413 || status == 414 || status == 422 || status == 431;
  }
}
