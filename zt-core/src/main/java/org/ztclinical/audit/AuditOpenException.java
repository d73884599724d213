package org.ztclinical.audit;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A log does not open. The message says what was found and what to do about it. */
public final class AuditOpenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Cause reason;

  AuditOpenException(Cause reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  AuditOpenException(Cause reason, String message) {
    this(reason, message, null);
  }

  /** Why, for programs. */
  public Cause reason() {
    return reason;
  }

  /** Why a log does not open. */
  public enum Cause {
    /** Another process, or this one, writes it. */
    IN_USE,
    /** What is damaged had been on disk: tampering or failing media, not a crash. */
    DAMAGED,
    /** The directory holds the log of another origin. */
    OTHER_ORIGIN,
    /** There are records, but not the key their pseudonyms were made with. */
    KEY_MISSING,
    /** The key file is malformed, or others than its owner may read it. */
    KEY_UNUSABLE,
    /** The file system refused. */
    STORAGE_FAILED
  }
}
