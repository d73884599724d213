package org.ztclinical.enforce;

import java.io.IOException;

/**
 * The way out for an answer that leaves piece by piece, given by an adapter. Everything it is
 * handed was checked, and is in the audit log. Called by the thread that writes the answer, never
 * by two at once; after {@link #cut} nothing follows.
 */
public interface Outlet {
  /**
   * The status and headers leave; a body of unknown length follows.
   *
   * @param head the permit, and a response without its body
   */
  void begin(Guarded head) throws IOException;

  /** The next bytes of the body leave. They may be changed once this has returned. */
  void write(byte[] bytes, int from, int to) throws IOException;

  /** The body is complete. */
  void end() throws IOException;

  /**
   * The body is not complete and never will be: the connection must end in a way that no client
   * takes for the end of the body. Must not fail.
   */
  void cut();
}
