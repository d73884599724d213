package org.ztclinical.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads on from a place in the log up to what is on disk, while the writer goes on. */
final class LogTail {
  private final LogFolder folder;

  LogTail(LogFolder folder) {
    this.folder = folder;
  }

  /**
   * Some entries and the place behind them.
   *
   * @param entries in order; empty when there is nothing new
   */
  record Batch(List<AuditEntry> entries, LogPosition next) {}

  /** At most so many entries from a place on, all of one segment. */
  Batch read(LogPosition from, LogPosition durable, int most) throws IOException {
    if (from.nextIndex() >= durable.nextIndex()) {
      return new Batch(List.of(), from);
    }
    long limit = from.segment() == durable.segment() ? durable.end() : endOf(from.segment());
    if (from.end() >= limit) {
      LogPosition next = new LogPosition(from.segment() + 1, SegmentHeader.SIZE, from.nextIndex());
      return read(next, durable, most);
    }
    try (AuditFile file = folder.files().open(folder.segment(from.segment()), false)) {
      return read(new SegmentInput(file), from, limit, most);
    }
  }

  /** Where a finished segment ends: the next one says it. */
  private long endOf(long segment) throws IOException {
    try (AuditFile file = folder.files().open(folder.segment(segment + 1), false)) {
      @Nullable SegmentHeader next = LogFolder.header(new SegmentInput(file));
      if (next == null) {
        throw new IOException(LogFolder.name(segment + 1) + " has no intact header");
      }
      return next.previousEnd();
    }
  }

  private static Batch read(SegmentInput in, LogPosition from, long limit, int most)
      throws IOException {
    List<AuditEntry> entries = new ArrayList<>();
    long offset = from.end();
    while (entries.size() < most && offset < limit) {
      Frame frame = Frame.parse(in.at(offset, (int) Math.min(Frame.MAX_SIZE, limit - offset)));
      if (frame == null || frame.index() != from.nextIndex() + entries.size()) {
        throw new IOException(
            LogFolder.name(from.segment()) + ", offset " + offset + ": no intact record");
      }
      entries.add(AuditEntry.of(frame, from.segment(), offset));
      offset += frame.size();
    }
    return new Batch(
        entries, new LogPosition(from.segment(), offset, from.nextIndex() + entries.size()));
  }
}
