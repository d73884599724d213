package org.ztclinical.enforce;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Where work puts an answer that is too large to be held. Answers that are complete before they
 * reach {@link Limits#streamAboveBytes()} do not come here: the work hands them back. Safe for use
 * by several threads, one after the other.
 */
public interface AnswerSink {
  /**
   * Offers the beginning of an answer. Asked once, when the limit is reached.
   *
   * @param headers as for {@link Response#of}
   * @param bytes the body so far
   * @return true when the answer leaves piece by piece: the rest of the body must then go to {@link
   *     #write}, status and headers no longer change, and what the work hands back at its end does
   *     not count. False when it must be held to its end, as a document or a single resource must.
   */
  boolean offer(int status, Map<String, List<String>> headers, byte[] bytes, int from, int to);

  /**
   * Takes the next bytes of the body.
   *
   * @throws IOException when the answer was broken off; nothing more of it leaves
   */
  void write(byte[] bytes, int from, int to) throws IOException;
}
