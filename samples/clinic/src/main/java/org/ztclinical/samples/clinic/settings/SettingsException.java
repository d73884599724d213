package org.ztclinical.samples.clinic.settings;

/** A clinic cannot start as told; the message says what is wrong and what to do about it. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }

  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
