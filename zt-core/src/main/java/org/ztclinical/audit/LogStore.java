package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one lane, for writing. One thread owns it: the opener, then the lane's writer.
 *
 * <p>Invariants: {@code nextIndex}, {@code head} and {@code end} describe what is forced to disk
 * and nothing else; they step only after a force returned. After a failed write or force the
 * segment is abandoned: Linux may report success for a second force although the pages were
 * dropped, so the same file is never forced again. What was not acknowledged is written anew into
 * the next segment, whose header says where the abandoned one counts to.
 */
final class LogStore {
  private static final int BUFFER = 1 << 20;
  private static final long RESERVE_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoreSettings settings;
  private final EventId logId;
  private final SegmentReserve reserve;
  private final ByteBuffer buffer;

  private @Nullable AuditFile active;
  private boolean abandoned;
  private @Nullable SegmentHeader current;
  private long end;
  private long nextIndex;
  private Head head;
  private long recorded;
  private long forceMicros;
  private long reserveTriedNanos = System.nanoTime();

  /** A store that goes on where the scan of the last segment ended. */
  LogStore(StoreSettings settings, SegmentHeader header, SegmentScan scan, AuditFile active) {
    this(settings, header.logId());
    this.current = header;
    this.end = scan.end();
    this.nextIndex = scan.nextIndex();
    this.head = scan.head();
    this.recorded = scan.recorded();
    this.active = active;
  }

  /** A store of a new log, without a segment yet. */
  LogStore(StoreSettings settings, EventId logId) {
    this.settings = settings;
    this.logId = logId;
    this.reserve =
        new SegmentReserve(
            settings.files(), settings.folder().directory(), settings.segmentBytes());
    this.buffer = ByteBuffer.allocateDirect(Math.min(BUFFER, settings.segmentBytes()));
    this.head = Head.ZERO;
  }

  /**
   * Writes and forces as many records as fit in one write and in the segment, starts a new segment
   * when none fits, and sets each record's place and head.
   *
   * @return how many are on disk now, perhaps none after a change of segment
   */
  int append(List<Pending> batch, int from) throws IOException {
    AuditFile file = active == null ? startSegment() : active;
    Chain chain = new Chain(head);
    int count = fill(batch, from, chain);
    if (count == 0) {
      file.close();
      active = null;
      startSegment();
      return 0;
    }
    long length = buffer.flip().remaining();
    file.writeFully(buffer, end);
    force(file);
    end += length;
    nextIndex += count;
    head = chain.head();
    keepReserve();
    return count;
  }

  /** Writes and forces one record of the log's own. */
  void appendNow(ControlRecord record) throws IOException {
    List<Pending> one = List.of(Pending.own(record));
    while (append(one, 0) == 0) {
      // A new segment was started; the record goes there.
    }
  }

  /** The lane has used up the disk space it may use. */
  static final class SpaceUsedException extends IOException {
    private static final long serialVersionUID = 1L;

    SpaceUsedException() {
      super("the lane has used up the disk space it may use");
    }
  }

  private int fill(List<Pending> batch, int from, Chain chain) {
    buffer.clear();
    recorded = Math.max(recorded, Micros.of(settings.clock().instant()));
    int count = 0;
    for (Pending next : batch.subList(from, batch.size())) {
      long after = end + buffer.position() + next.size();
      if (buffer.remaining() < next.size() || after > settings.segmentBytes()) {
        break;
      }
      next.index = nextIndex + count;
      next.head = Frame.put(buffer, next.kind, next.index, nextIndex, recorded, next.body, chain);
      count++;
    }
    return count;
  }

  private void force(AuditFile file) throws IOException {
    long start = System.nanoTime();
    file.force(false);
    forceMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
  }

  private AuditFile startSegment() throws IOException {
    SegmentHeader header = nextHeader();
    if (header.number() >= settings.maxSegments()) {
      throw new SpaceUsedException();
    }
    AuditFile file = reserve.become(settings.folder().segment(header.number()), header);
    active = file;
    abandoned = false;
    current = header;
    end = SegmentHeader.SIZE;
    head = header.seed();
    prepareReserve();
    return file;
  }

  /**
   * The header of the segment to start. A segment abandoned before it had any record on disk is
   * replaced, so that a disk that fails again and again is not filled with empty segments.
   */
  private SegmentHeader nextHeader() {
    if (current != null && current.firstIndex() == nextIndex && end == SegmentHeader.SIZE) {
      return current;
    }
    return new SegmentHeader(
        logId,
        settings.origin(),
        current == null ? 0 : current.number() + 1,
        nextIndex,
        end,
        head,
        abandoned,
        Micros.of(settings.clock().instant()));
  }

  /** After a failure: leaves the segment as it is, for ever. */
  void abandonSegment() {
    if (active != null) {
      SegmentReserve.closeQuietly(active);
      active = null;
      abandoned = true;
    }
  }

  private void keepReserve() {
    if (reserve.failed() && System.nanoTime() - reserveTriedNanos > RESERVE_RETRY_NANOS) {
      prepareReserve();
    }
  }

  /** Makes sure that the next segment lies ready. */
  void prepareReserve() {
    reserveTriedNanos = System.nanoTime();
    reserve.prepare();
  }

  /** True when the next segment could not be prepared, as on a full disk. */
  boolean reserveFailed() {
    return reserve.failed();
  }

  LogPosition position() {
    return new LogPosition(current == null ? 0 : current.number(), end, nextIndex);
  }

  long forceMicros() {
    return forceMicros;
  }

  void close() {
    if (active != null) {
      SegmentReserve.closeQuietly(active);
      active = null;
    }
    reserve.close();
  }
}
