package org.ztclinical.audit;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for receipts. */
final class Receipts {
  private Receipts() {}

  /**
   * Waits until the record is on disk or the deadline has passed; then gives it up, so that the
   * writer leaves it out if it still can. An interrupt does not end the wait; the flag is kept.
   */
  static AuditReceipt await(Pending pending, long deadline) throws AuditUnavailableException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          long left = Math.max(0, deadline - System.nanoTime());
          return pending.done.get(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          pending.done.completeExceptionally(new AuditUnavailableException(AuditReason.LATE, null));
        }
      }
    } catch (ExecutionException e) {
      throw unavailable(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static AuditUnavailableException unavailable(@Nullable Throwable cause) {
    return cause instanceof AuditUnavailableException known
        ? new AuditUnavailableException(known.reason(), known.getCause())
        : new AuditUnavailableException(AuditReason.STORAGE_FAILED, cause);
  }
}
