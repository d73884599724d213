package org.ztclinical.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.enforce.Guarded;

/**
 * The end of one exchange: its answer is delivered, then the container told. Once, whatever fails.
 * Safe for use by many threads.
 */
final class Conclusion {
  private static final Logger LOG = LoggerFactory.getLogger(Conclusion.class);

  private final HttpServletRequest request;
  private final ServletResponse response;
  private final Delivery delivery;
  private final Progress progress;
  private final CompletableFuture<Boolean> concluded = new CompletableFuture<>();
  private volatile boolean cut;

  /**
   * @param response the container's, whose exception tells it of an answer that was cut
   */
  Conclusion(
      HttpServletRequest request, ServletResponse response, Delivery delivery, Progress progress) {
    this.request = request;
    this.response = response;
    this.delivery = delivery;
    this.progress = progress;
  }

  /**
   * Waits for it.
   *
   * @throws IOException when the answer had left in part, so that the container must end the
   *     connection
   */
  void await() throws IOException {
    concluded.join();
    if (cut) {
      throw AnswerCutException.in(response);
    }
  }

  /** One of both is there: what was guarded, or why guarding failed. */
  void conclude(@Nullable Guarded guarded, @Nullable Throwable failure) {
    try {
      request.setAttribute(ZeroTrustFilter.ANSWERED, true);
      if (guarded != null) {
        deliver(guarded);
      } else {
        LOG.error("Guarding failed with {}", Failures.describe(Objects.requireNonNull(failure)));
        delivery.deliverFailure(Failures.answer());
      }
    } catch (IOException | RuntimeException e) {
      // Mostly a caller who went away.
      LOG.debug("The answer could not be delivered: {}", e.getClass().getName());
      failQuietly();
    } finally {
      progress.waitingContainer().ifPresent(this::completeInContainer);
      concluded.complete(true);
    }
  }

  private void deliver(Guarded guarded) throws IOException {
    switch (guarded.sending()) {
      case TO_BE_SENT -> delivery.deliver(guarded);
      case CUT -> cut = true;
      case SENT -> {}
    }
  }

  private void failQuietly() {
    try {
      delivery.deliverFailure(Failures.answer());
    } catch (IOException | RuntimeException e) {
      LOG.debug("Nothing can be delivered any more: {}", e.getClass().getName());
    }
  }

  private void completeInContainer(GuardedAsyncContext context) {
    try {
      if (cut) {
        // Comes back through the filter, where an exception tells the container to end it all.
        context.returnToContainer();
      } else {
        context.completeInContainer();
      }
    } catch (IllegalStateException e) {
      LOG.debug("The container had ended the asynchronous request already");
    }
  }
}
