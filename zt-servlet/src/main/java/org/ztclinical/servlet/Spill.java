package org.ztclinical.servlet;

import java.io.IOException;

/** Where an answer goes that is too large to be held. */
interface Spill {
  /** Offers what was written so far; true when the rest must go to {@link #write}. */
  boolean offer(byte[] bytes, int from, int to);

  /**
   * Takes more.
   *
   * @throws IOException when the answer was broken off
   */
  void write(byte[] bytes, int from, int to) throws IOException;
}
