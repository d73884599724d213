package org.ztclinical.cedar;

/**
 * What a policy does whose conditions could not be evaluated. Such a policy is reported in {@link
 * Response#errors()} and never grants anything, whichever is chosen.
 */
public enum ErrorHandling {
  /**
   * An erroring policy is skipped: the semantics of Cedar. A {@code forbid} that errors does not
   * forbid.
   */
  STANDARD,

  /** An erroring {@code forbid} denies, as if it were satisfied, and is among the determining. */
  FORBID_ERRORS_DENY,

  /** Any erroring policy denies, as if it were a satisfied {@code forbid}. */
  ERRORS_DENY;

  /** Whether a policy that errors denies. */
  boolean denies(boolean forbid) {
    return switch (this) {
      case STANDARD -> false;
      case FORBID_ERRORS_DENY -> forbid;
      case ERRORS_DENY -> true;
    };
  }
}
