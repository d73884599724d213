package org.ztclinical.enforce;

import java.util.List;
import java.util.Map;

/** Takes no answer: what a public route answers is held, whatever its size. */
final class HeldOnly implements AnswerSink {
  @Override
  public boolean offer(
      int status, Map<String, List<String>> headers, byte[] bytes, int from, int to) {
    return false;
  }

  @Override
  public void write(byte[] bytes, int from, int to) {
    throw new IllegalStateException("the answer was not taken");
  }
}
