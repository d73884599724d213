package org.ztclinical.audit;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file, as the log needs it; the seam where tests inject faults. Not thread-safe. */
interface AuditFile extends Closeable {
  /** Writes some of the bytes, at least one; gives how many. */
  int write(ByteBuffer bytes, long offset) throws IOException;

  /** Reads some bytes; gives how many, -1 at the end. */
  int read(ByteBuffer bytes, long offset) throws IOException;

  /** Forces what was written to the disk; with metadata also the file's size. */
  void force(boolean metadata) throws IOException;

  long size() throws IOException;

  /** Writes all of the bytes, however many calls it takes. */
  default void writeFully(ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      int written = write(bytes, at);
      if (written <= 0) {
        throw new EOFException("the file takes no more bytes");
      }
      at += written;
    }
  }

  /** Reads until the buffer is full or the file ends. */
  default void readFully(ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      int read = read(bytes, at);
      if (read < 0) {
        return;
      }
      at += read;
    }
  }
}
