package org.ztclinical.enforce;

import java.io.IOException;

/**
 * The check of a search set or history as it comes, in one of FHIR's forms. What may leave goes to
 * a {@link Leaving}. For one thread, for one answer.
 */
interface ListWalk {
  /**
   * Takes the next bytes of the document.
   *
   * @throws NotAListException when it turns out to be something else
   * @throws UnreadableAnswerException when it cannot be read with certainty
   */
  void feed(byte[] bytes, int from, int to) throws IOException;

  /** The document ends here; throws as {@link #feed} does. */
  void finish() throws IOException;

  /** What was found so far. */
  ListRules rules();
}
