package org.ztclinical.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a lane from its first record to its last, across segments, checking all of it. Ends at
 * the first fault. Not thread-safe.
 */
final class LogWalk {
  private final LogFolder folder;
  private final Consumer<? super AuditEntry> visitor;

  private String origin = "";
  private @Nullable EventId logId;
  private int segments;
  private long nextIndex;
  private long end;
  private Head head = Head.ZERO;
  private long tornBytes;
  private long abandonedBytes;
  private @Nullable AuditFault fault;

  private LogWalk(LogFolder folder, Consumer<? super AuditEntry> visitor) {
    this.folder = folder;
    this.visitor = visitor;
  }

  static ChainReport over(LogFolder folder, Consumer<? super AuditEntry> visitor)
      throws IOException {
    return new LogWalk(folder, visitor).walk();
  }

  private ChainReport walk() throws IOException {
    List<Long> numbers = folder.numbers();
    if (numbers.isEmpty()) {
      fault(0, 0, "there is no log");
    }
    for (int i = 0; i < numbers.size() && fault == null; i++) {
      if (numbers.get(i) != i) {
        fault(i, 0, "the file is missing");
      } else {
        boolean last = i == numbers.size() - 1;
        segment(i, last ? null : headerOf(i + 1), last);
      }
    }
    return new ChainReport(
        origin,
        segments,
        nextIndex,
        head.toString(),
        Optional.ofNullable(fault),
        tornBytes,
        abandonedBytes);
  }

  private @Nullable SegmentHeader headerOf(long number) throws IOException {
    if (!folder.files().list(folder.directory()).contains(LogFolder.name(number))) {
      return null;
    }
    try (AuditFile file = folder.files().open(folder.segment(number), false)) {
      return LogFolder.header(new SegmentInput(file));
    }
  }

  private void segment(long number, @Nullable SegmentHeader next, boolean last) throws IOException {
    try (AuditFile file = folder.files().open(folder.segment(number), false)) {
      SegmentInput in = new SegmentInput(file);
      SegmentHeader header = LogFolder.header(in);
      if (header == null) {
        fault(number, 0, "the header is damaged");
      } else if (continues(header, number)) {
        segments++;
        scan(in, header, next, last);
      }
    }
  }

  private boolean continues(SegmentHeader header, long number) {
    if (logId == null) {
      logId = header.logId();
      origin = header.origin();
    }
    boolean same =
        header.number() == number
            && header.logId().equals(logId)
            && header.origin().equals(origin)
            && header.firstIndex() == nextIndex
            && header.previousEnd() == end
            && header.previousHead().equals(head);
    if (!same) {
      fault(number, 0, "the header does not continue the segment before");
    }
    return same;
  }

  private void scan(
      SegmentInput in, SegmentHeader header, @Nullable SegmentHeader next, boolean last)
      throws IOException {
    long limit = next == null ? in.size() : Math.min(next.previousEnd(), in.size());
    SegmentScan scan =
        SegmentScan.of(in, header, limit, (frame, offset) -> visit(frame, header, offset));
    if (fault != null) {
      return; // A body that is no record; what is behind it was not looked at.
    }
    nextIndex = scan.nextIndex();
    end = scan.end();
    head = scan.head();
    if (scan.fault().isPresent()) {
      fault(header.number(), end, scan.fault().get());
    } else if (last) {
      tornBytes = scan.tornBytes();
    } else if (next != null) {
      between(header.number(), scan, next);
    } // A next segment without a header is reported when it is reached.
  }

  private void between(long number, SegmentScan scan, SegmentHeader next) {
    if (end != next.previousEnd()) {
      fault(number, end, "the record is damaged or missing: the next segment says there is more");
    } else if (next.abandonsPrevious()) {
      abandonedBytes += scan.tornBytes();
    } else if (scan.tornBytes() > 0) {
      fault(number, end, "there is content behind the last record");
    }
  }

  private void visit(Frame frame, SegmentHeader header, long offset) {
    if (fault != null) {
      return;
    }
    AuditEntry entry;
    try {
      entry = AuditEntry.of(frame, header.number(), offset);
    } catch (AuditSyntaxException e) {
      nextIndex = frame.index();
      fault(header.number(), offset, "the body is no record: " + e.getMessage());
      return;
    }
    head = frame.chain();
    nextIndex = frame.index() + 1;
    visitor.accept(entry);
  }

  private void fault(long number, long offset, String what) {
    fault = new AuditFault(LogFolder.name(number), offset, nextIndex, what);
  }
}
