package org.ztclinical.enforce;

import java.util.concurrent.CompletionStage;
import org.ztclinical.access.Clearance;

/**
 * What the application does for a permitted request. It runs only when handed a clearance, after
 * the decision record is on disk, and shall perform {@link Clearance#toPerform()}, which may be
 * narrower than what was asked.
 */
@FunctionalInterface
public interface ProtectedWork {
  /**
   * Performs the permitted request.
   *
   * @return the complete answer; it is checked before anything of it leaves
   */
  Response perform(Clearance clearance) throws Exception;

  /** Work that ends later, on another thread. */
  @FunctionalInterface
  interface Async {
    /** Starts the permitted request; the stage ends with the complete answer or an exception. */
    CompletionStage<Response> perform(Clearance clearance) throws Exception;
  }

  /** Work whose answer may be too large to be held. */
  @FunctionalInterface
  interface Streamed {
    /**
     * Starts the permitted request.
     *
     * @param sink where to put a large answer
     * @return ends with the complete answer, with anything when the sink has taken it, or with an
     *     exception
     */
    CompletionStage<Response> perform(Clearance clearance, AnswerSink sink) throws Exception;
  }
}
