package org.ztclinical.audit;

import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An append-only log whose acknowledgement means: on disk. Many callers share one force of the disk
 * (group commit); one writer thread alone touches files, so that interrupting a caller harms
 * nothing. Thread-safe.
 *
 * <p>Fail closed: when a record cannot be on disk by the configured deadline, callers get an {@link
 * AuditUnavailableException} and must deny. Order: a record that was acknowledged stands before
 * every record submitted afterwards. Every record carries the hash chain on, and a verifier checks
 * it. One process at a time writes a log; other processes have logs of their own.
 */
public interface AuditLog extends Closeable {
  /**
   * Opens the log in the configured directory for writing, recovering from a crash where there was
   * one. Until {@link #close()} no other process can.
   *
   * @throws AuditOpenException with the remedy in its message: the directory is in use, not
   *     writable, of another origin, damaged in a way that no crash explains, or without its key
   */
  static AuditLog open(AuditConfig config) throws AuditOpenException {
    return AuditOpener.open(config);
  }

  /**
   * Queues a decision, a release or a justification. The future completes with a receipt when the
   * record is on disk, or, at the latest at the deadline, exceptionally with an {@link
   * AuditUnavailableException}. What depends on the future runs on a thread of the common pool,
   * never on the writer. Waits for room in a full queue until the deadline.
   */
  CompletableFuture<AuditReceipt> submit(AuditRecord record);

  /**
   * Records and waits until it is on disk. An interrupt does not end the wait, the deadline does.
   */
  AuditReceipt record(AuditRecord record) throws AuditUnavailableException;

  /**
   * Records several, in order and next to one another, and waits until all are on disk.
   *
   * @param records one or more
   * @return the receipt of the last, whose head covers all of them
   */
  AuditReceipt recordAll(List<? extends AuditRecord> records) throws AuditUnavailableException;

  /** The lane for callers that are not authenticated. */
  RejectionLane rejections();

  /** Computes the pseudonyms this log is written with. */
  Pseudonyms pseudonyms();

  /** How the log is, now. */
  AuditHealth health();

  /** Writes what is queued, then a last record that says so. Later submissions are refused. */
  @Override
  void close();
}
