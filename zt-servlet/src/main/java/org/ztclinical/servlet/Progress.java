package org.ztclinical.servlet;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * How far one exchange is: whether a container thread is in the application, whether asynchronous
 * work is going on, whether all is over. A {@code complete} asked for while a dispatch is still in
 * the application counts when it returns. Safe for use by many threads; calls nobody.
 */
final class Progress {
  private final Queue<Runnable> callbacks = new ArrayDeque<>();
  private @Nullable GuardedAsyncContext async;
  private boolean asyncStarted;
  private boolean inApplication;
  private boolean completeRequested;
  private boolean dispatchRequested;
  private boolean ended;

  /** A dispatch goes into the application; false when all is over and it must not. */
  synchronized boolean enter() {
    asyncStarted = false;
    completeRequested = false;
    dispatchRequested = false;
    inApplication = !ended;
    return inApplication;
  }

  /** The next callback to run before the dispatch may leave the application. */
  synchronized Optional<Runnable> nextCallback() {
    return Optional.ofNullable(callbacks.poll());
  }

  /** The dispatch has left the application; true when its work is complete. */
  synchronized boolean leave() {
    inApplication = false;
    return !asyncStarted || completeRequested;
  }

  synchronized void asyncStarted(GuardedAsyncContext context) {
    async = context;
    asyncStarted = true;
    completeRequested = false;
    dispatchRequested = false;
  }

  /** The current asynchronous context. */
  synchronized GuardedAsyncContext async() {
    if (async == null) {
      throw new IllegalStateException("asynchronous work was not started");
    }
    return async;
  }

  /** Asynchronous work is complete; true when that counts at once. */
  synchronized boolean requestComplete() {
    refuseUnlessOpen();
    completeRequested = true;
    return !inApplication;
  }

  synchronized void requestDispatch() {
    refuseUnlessOpen();
    dispatchRequested = true;
  }

  /** True when asynchronous work has neither been completed nor dispatched. */
  synchronized boolean isUnattended() {
    return !completeRequested && !dispatchRequested;
  }

  /**
   * Keeps a callback for the dispatch that is in the application. Where none is, gives the context
   * that has threads to run it.
   */
  synchronized Optional<GuardedAsyncContext> keep(Runnable callback) {
    if (inApplication || async == null) {
      callbacks.add(callback);
      return Optional.empty();
    }
    return Optional.of(async);
  }

  /** True for the first who asks: the one who ends the work. */
  synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** The context the container must be told to complete, if it waits for that. */
  synchronized Optional<GuardedAsyncContext> waitingContainer() {
    return asyncStarted && !dispatchRequested ? Optional.ofNullable(async) : Optional.empty();
  }

  private void refuseUnlessOpen() {
    if (ended || !asyncStarted || completeRequested || dispatchRequested) {
      throw new IllegalStateException("asynchronous work is not going on");
    }
  }
}
