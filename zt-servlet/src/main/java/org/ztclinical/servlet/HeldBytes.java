package org.ztclinical.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What the application has written so far. Nothing of it has left, until it is too large to be held
 * and the spill takes it: from then on nothing is kept here. Bounded: writing more fails and marks
 * the whole as overflown. Safe for use by several threads, one after the other.
 */
final class HeldBytes extends OutputStream {
  private final int max;
  private final int offerAbove;
  private final Spill spill;
  private byte[] bytes = new byte[512];
  private int size;
  private boolean offered;
  private boolean overflown;
  private volatile boolean spilling;
  private volatile boolean closed;

  /**
   * @param offerAbove a larger answer is offered to the spill, once
   */
  HeldBytes(int max, int offerAbove, Spill spill) {
    this.max = max;
    this.offerAbove = Math.min(offerAbove, max);
    this.spill = spill;
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
    int from = offset;
    int left = length;
    if (!offered && left > offerAbove - size) {
      int held = offerAbove - size;
      hold(source, from, held);
      from += held;
      left -= held;
      offered = true;
      spilling = spill.offer(bytes, 0, size);
      if (spilling) {
        bytes = new byte[0];
        size = 0;
      }
    }
    if (spilling) {
      spill.write(source, from, from + left);
    } else {
      hold(source, from, left);
    }
  }

  private void hold(byte[] source, int from, int length) throws IOException {
    if (length > max - size) {
      overflown = true;
      throw new IOException("the answer is larger than the configured limit");
    }
    if (length > bytes.length - size) {
      int doubled = (int) Math.min(max, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(doubled, size + length));
    }
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /**
   * Forgets what was written, and drops what a writer still has in its buffer.
   *
   * @param flush makes the writer hand over its buffer
   */
  synchronized void clear(Runnable flush) {
    boolean before = closed;
    closed = true;
    flush.run();
    closed = before;
    size = 0;
  }

  /** Whatever is written from now on is dropped. */
  void seal() {
    closed = true;
  }

  /** True when what is written leaves, so that nothing can be taken back. */
  boolean isSpilling() {
    return spilling;
  }

  synchronized boolean isOverflown() {
    return overflown;
  }

  synchronized byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
