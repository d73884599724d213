package org.ztclinical.audit;

import java.util.concurrent.CompletableFuture;

/** A record on its way to the disk. Place and head belong to the writer thread. */
final class Pending {
  final int kind;
  final byte[] body;
  final EventId eventId;
  final CompletableFuture<AuditReceipt> done = new CompletableFuture<>();

  long index = -1;
  Head head = Head.ZERO;

  private Pending(AuditRecord record) {
    this.kind = RecordCodec.kind(record);
    this.body = RecordCodec.body(record);
    this.eventId = record.eventId();
  }

  /** A record from a caller: a decision, a release, a justification, or the end of a session. */
  static Pending of(AuditRecord record) throws AuditUnavailableException {
    Pending pending = new Pending(record);
    boolean taken =
        pending.kind == RecordCodec.DECISION
            || pending.kind == RecordCodec.RELEASE
            || pending.kind == RecordCodec.JUSTIFICATION
            || pending.kind == RecordCodec.SESSION;
    if (!taken) {
      throw new IllegalArgumentException(
          "the log takes decisions, releases, justifications and sessions; who is not authenticated goes"
              + " to rejections()");
    }
    if (pending.body.length > Frame.MAX_BODY) {
      throw new AuditUnavailableException(AuditReason.RECORD_TOO_LARGE, null);
    }
    return pending;
  }

  /** A record the log makes, which is always small. */
  static Pending own(AuditRecord record) {
    return new Pending(record);
  }

  int size() {
    return Frame.size(body.length);
  }

  /** Nobody waits any more. */
  boolean abandoned() {
    return done.isDone();
  }

  void acknowledge(String origin) {
    done.complete(new AuditReceipt(origin, eventId, index, head.toString(), Durability.DISK));
  }
}
