package org.ztclinical.samples.clinic.token;

/** The authorization server gave no token; the message holds its error code. */
public final class TokenRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TokenRefusedException(String message) {
    super(message);
  }

  TokenRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
