package org.ztclinical.audit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The log did not acknowledge a record: whoever asked must be denied. The record may nevertheless
 * reach the log later, where a permit without a release counts as a full release.
 */
public final class AuditUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final AuditReason reason;

  AuditUnavailableException(AuditReason reason, @Nullable Throwable cause) {
    super(reason.sentence(), cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why, for programs. */
  public AuditReason reason() {
    return reason;
  }
}
