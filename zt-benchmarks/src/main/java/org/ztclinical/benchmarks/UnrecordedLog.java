package org.ztclinical.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ztclinical.audit.AuditHealth;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.AuditReceipt;
import org.ztclinical.audit.AuditRecord;
import org.ztclinical.audit.Durability;
import org.ztclinical.audit.Peer;
import org.ztclinical.audit.Pseudonyms;
import org.ztclinical.audit.RejectionLane;
import org.ztclinical.reason.ReasonCode;

/**
 * An audit log that keeps nothing, so that what the guard computes can be told from what the disk
 * does. Records and pseudonyms are made as always. Only for measuring: it promises durability and
 * lies.
 */
final class UnrecordedLog implements AuditLog {
  private static final String HEAD = "0".repeat(64);

  private final Pseudonyms pseudonyms = Pseudonyms.withKey(new byte[Pseudonyms.KEY_BYTES]);

  @Override
  public CompletableFuture<AuditReceipt> submit(AuditRecord record) {
    return CompletableFuture.completedFuture(record(record));
  }

  @Override
  public AuditReceipt record(AuditRecord record) {
    return new AuditReceipt("unrecorded", record.eventId(), 0, HEAD, Durability.OS);
  }

  @Override
  public AuditReceipt recordAll(List<? extends AuditRecord> records) {
    return record(records.get(records.size() - 1));
  }

  @Override
  public RejectionLane rejections() {
    return new RejectionLane() {
      @Override
      public Outcome reject(ReasonCode reason, Peer peer) {
        return Outcome.UNAVAILABLE;
      }

      @Override
      public Outcome publicAccess(String routeId, String method, Peer peer) {
        return Outcome.UNAVAILABLE;
      }
    };
  }

  @Override
  public Pseudonyms pseudonyms() {
    return pseudonyms;
  }

  @Override
  public AuditHealth health() {
    return new AuditHealth(AuditHealth.State.DEGRADED, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0);
  }

  @Override
  public void close() {}
}
