package org.ztclinical.audit;

import java.util.List;

/**
 * Takes copies of the log elsewhere, after they are on disk here. Batches come in order, each
 * record at least once: after a failure or a restart the same records come again, so a sink
 * recognises them by {@link AuditEntry#index()} or {@link AuditRecord#eventId()}. A sink that fails
 * or is slow delays nobody: it falls behind, and {@link AuditHealth#sinkLag()} and a notice say so.
 */
public interface AuditSink {
  /** Names the sink's place in the log across restarts: 1 to 32 of {@code a-z 0-9 -}. */
  String name();

  /**
   * Takes a batch; returning means it is safe. Called by one thread, one batch at a time.
   *
   * @throws Exception if it is not safe; the batch comes again, later and later up to 30 s
   */
  void deliver(List<AuditEntry> batch) throws Exception;
}
