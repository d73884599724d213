package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Looks at a segment through a window that moves over it, so that memory stays small. */
final class SegmentInput {
  private static final int WINDOW = 4 * Frame.MAX_SIZE;

  private final AuditFile file;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private long start;

  SegmentInput(AuditFile file) throws IOException {
    this.file = file;
    this.size = file.size();
    window.limit(0);
  }

  long size() {
    return size;
  }

  /** The bytes from an offset on: as many as asked for, fewer only at the file's end. */
  ByteBuffer at(long offset, int length) throws IOException {
    int wanted = (int) Math.min(length, Math.max(0, size - offset));
    if (offset < start || offset + wanted > start + window.limit()) {
      window.clear();
      file.readFully(window, offset);
      window.flip();
      start = offset;
    }
    int from = (int) (offset - start);
    return window.slice(from, Math.min(wanted, Math.max(0, window.limit() - from)));
  }

  byte[] bytes(long offset, int length) throws IOException {
    ByteBuffer from = at(offset, length);
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    return bytes;
  }

  /** Where the last byte that is not zero ends, looking from an offset on; the offset if none. */
  long endOfContent(long from) throws IOException {
    long end = from;
    for (long at = from; at < size; ) {
      ByteBuffer part = at(at, Frame.MAX_SIZE);
      if (!part.hasRemaining()) {
        return end;
      }
      for (int i = part.limit() - 1; i >= 0; i--) {
        if (part.get(i) != 0) {
          end = at + i + 1;
          break;
        }
      }
      at += part.limit();
    }
    return end;
  }
}
