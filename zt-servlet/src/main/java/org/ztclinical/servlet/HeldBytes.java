package org.ztclinical.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What the application has written so far; nothing of it has left. Bounded: writing more fails and
 * marks the whole as overflown. Safe for use by several threads, one after the other.
 */
final class HeldBytes extends OutputStream {
  private final int max;
  private byte[] bytes = new byte[512];
  private int size;
  private boolean overflown;
  private boolean closed;

  HeldBytes(int max) {
    this.max = max;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) throws IOException {
    if (closed) {
      return;
    }
    if (length > max - size) {
      overflown = true;
      throw new IOException("the answer is larger than the configured limit");
    }
    if (length > bytes.length - size) {
      int doubled = (int) Math.min(max, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(doubled, size + length));
    }
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  synchronized void clear() {
    size = 0;
  }

  /** Whatever is written from now on is dropped. */
  synchronized void seal() {
    closed = true;
  }

  synchronized boolean isOverflown() {
    return overflown;
  }

  synchronized byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
