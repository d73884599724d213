package org.ztclinical.audit;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the records of one segment, checks each one's checksum, index and chain, and says how
 * the walk ended.
 *
 * @param end where the intact records end
 * @param nextIndex the index after the last intact record
 * @param head the chain's head there
 * @param recorded when the last intact record was recorded, in microseconds; 0 without records
 * @param contentEnd where the last byte that is not zero ends
 * @param fault set when what stands behind {@code end} cannot come from a crash
 */
record SegmentScan(
    long end, long nextIndex, Head head, long recorded, long contentEnd, Optional<String> fault) {

  /** Sees each intact record. */
  interface Visitor {
    void frame(Frame frame, long offset) throws IOException;
  }

  /** Bytes that a crash left behind the last intact record. */
  long tornBytes() {
    return contentEnd - end;
  }

  /**
   * Walks from the header to the first place without an intact record, or to the limit.
   *
   * @param limit where to stop, at the latest
   */
  static SegmentScan of(SegmentInput in, SegmentHeader header, long limit, Visitor visitor)
      throws IOException {
    Chain chain = new Chain(header.seed());
    long offset = SegmentHeader.SIZE;
    long index = header.firstIndex();
    long recorded = 0;
    Head head = chain.head();
    Optional<String> fault = Optional.empty();
    while (offset < limit) {
      Frame frame = frameAt(in, offset, limit);
      if (frame == null) {
        break;
      }
      fault = check(frame, index, chain, recorded);
      if (fault.isPresent()) {
        break;
      }
      visitor.frame(frame, offset);
      offset += frame.size();
      index++;
      recorded = frame.recorded();
      head = frame.chain();
    }
    long contentEnd = Math.max(offset, in.endOfContent(offset));
    if (fault.isEmpty() && contentEnd > offset) {
      fault = acknowledgedBehind(in, offset, index, contentEnd);
    }
    return new SegmentScan(offset, index, head, recorded, contentEnd, fault);
  }

  private static @Nullable Frame frameAt(SegmentInput in, long offset, long limit)
      throws IOException {
    return Frame.parse(in.at(offset, (int) Math.min(Frame.MAX_SIZE, limit - offset)));
  }

  private static Optional<String> check(Frame frame, long index, Chain chain, long recorded) {
    if (frame.index() != index) {
      return Optional.of("record " + frame.index() + " stands where record " + index + " belongs");
    }
    Head head = chain.step(frame.content());
    if (!head.equals(frame.chain())) {
      return Optional.of("record " + index + " does not continue the chain");
    }
    if (frame.recorded() < recorded) {
      return Optional.of("record " + index + " is older than the one before it");
    }
    return Optional.empty();
  }

  /** A record behind the damage that was written when the damaged one was already on disk. */
  private static Optional<String> acknowledgedBehind(
      SegmentInput in, long from, long index, long contentEnd) throws IOException {
    for (long offset = from + 1; offset < contentEnd; offset++) {
      Frame frame = frameAt(in, offset, contentEnd);
      if (frame != null && frame.durable() > index) {
        return Optional.of(
            "record "
                + index
                + " is damaged, though record "
                + frame.index()
                + " shows that it was on disk");
      }
    }
    return Optional.empty();
  }
}
