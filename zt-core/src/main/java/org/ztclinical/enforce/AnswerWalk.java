package org.ztclinical.enforce;

import java.io.IOException;

/**
 * The check of an answer as it comes. What may leave goes to a {@link Leaving}. For one thread, for
 * one answer.
 */
interface AnswerWalk {
  /**
   * Takes the next bytes of the answer.
   *
   * @throws NotAListException when it turns out to be something else
   * @throws UnreadableAnswerException when it cannot be read with certainty
   */
  void feed(byte[] bytes, int from, int to) throws IOException;

  /** The answer ends here; throws as {@link #feed} does. */
  void finish() throws IOException;

  /** True once what was fed tells that the answer can leave piece by piece. */
  boolean canLeave();

  /** True when it must read as if it were not there: an empty one would tell that it is. */
  boolean isAbsent();

  /** Status and headers as they may leave. */
  default Response leaving(Response head) {
    return head.asPart();
  }
}
