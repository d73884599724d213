package org.ztclinical.signal;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.reason.Reason;

/** A signal that nothing is done about. Its message holds nothing of it. It has no stack trace. */
public final class SignalRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final SignalReason reason;
  private final String detail;
  private final @Nullable Duration retryAfter;

  /** Refused for this reason. */
  public SignalRejectedException(SignalReason reason) {
    this(reason, "");
  }

  /**
   * Refused for this reason.
   *
   * @param detail the name of a claim, or the code of another reason; nothing that was received
   */
  public SignalRejectedException(SignalReason reason, String detail) {
    this(reason, detail, null);
  }

  private SignalRejectedException(
      SignalReason reason, String detail, @Nullable Duration retryAfter) {
    super(Reason.of(reason, detail).text(), null, false, false);
    this.reason = reason;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** It cannot be judged for want of keys, which may be there after so long. */
  public static SignalRejectedException withoutKeys(Duration retryAfter) {
    return new SignalRejectedException(SignalReason.KEYS_UNAVAILABLE, "", retryAfter);
  }

  /** Why, for programs. */
  public SignalReason reason() {
    return reason;
  }

  /** After how long it is worth sending it again, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Why, for the log. */
  public Reason asReason() {
    return Reason.of(reason, detail);
  }
}
