package org.ztclinical.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.ZeroTrust;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Outlet;
import org.ztclinical.enforce.Response;
import org.ztclinical.request.Parameters;

/**
 * One guarded request from its decision to its answer, over all the container's dispatches.
 *
 * <h2>How it ends</h2>
 *
 * The application's work is one future. It ends once: when the application's thread returns without
 * having started asynchronous work; when asynchronous work is completed; when either fails or times
 * out. Ending it has the answer checked and recorded by {@link ZeroTrust}, then delivered, then the
 * container told. Like a container, we defer a {@code complete} that is called while a dispatch is
 * still in the application until it returns.
 *
 * <p>Invariants: nothing reaches the container's response but through {@link Delivery}, once; the
 * lock is never held while application or container code runs.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final ZeroTrust zeroTrust;
  private final HttpServletRequest request;
  private final Attempt attempt;
  private final Delivery delivery;
  private final Optional<Exchange> around;
  private final CapturedResponse captured;
  private final CompletableFuture<Response> work = new CompletableFuture<>();

  private final Progress progress = new Progress();
  private final Conclusion conclusion;

  /**
   * @param around the exchange in which this one was dispatched
   */
  Exchange(
      ZeroTrust zeroTrust,
      HttpServletRequest request,
      HttpServletResponse response,
      Attempt attempt,
      Delivery delivery,
      Optional<Exchange> around) {
    this.zeroTrust = zeroTrust;
    this.request = request;
    this.attempt = attempt;
    this.delivery = delivery;
    this.around = around;
    this.conclusion = new Conclusion(request, response, delivery, progress);
    this.captured = new CapturedResponse(response, zeroTrust.limits(), this::runWhenPossible);
  }

  /**
   * Runs the application. Every end is an answer, but one.
   *
   * @throws IOException when the answer had left in part, so that the container must end the
   *     connection
   */
  void run(FilterChain chain) throws IOException {
    AtomicBoolean goesOn = new AtomicBoolean();
    try {
      guard(chain, goesOn).whenComplete(conclusion::conclude);
    } catch (RuntimeException | Error e) {
      conclusion.conclude(null, e);
    }
    if (!goesOn.get()) {
      conclusion.await();
    }
  }

  private CompletionStage<Guarded> guard(FilterChain chain, AtomicBoolean goesOn) {
    Optional<Outlet> outlet = delivery.outlet();
    return outlet.isEmpty()
        ? zeroTrust.guardAsync(attempt, clearance -> perform(clearance, chain, goesOn))
        : zeroTrust.guardStreamed(
            attempt,
            (clearance, sink) -> {
              captured.offerTo(sink);
              return perform(clearance, chain, goesOn);
            },
            outlet.get());
  }

  /** Comes back from {@code AsyncContext.dispatch}. */
  void resume(Passage passage) throws IOException {
    if (around.isPresent()) {
      around.get().resume(() -> resumeHere(passage));
    } else {
      resumeHere(passage);
    }
  }

  Attempt attempt() {
    return attempt;
  }

  /** Of the web application in which the exchange began. */
  String contextPath() {
    return request.getContextPath();
  }

  CapturedResponse captured() {
    return captured;
  }

  /** True for the captured response, with or without wrappers. */
  boolean captures(ServletResponse response) {
    ServletResponse current = response;
    while (current != captured && current instanceof ServletResponseWrapper wrapper) {
      current = wrapper.getResponse();
    }
    return current == captured;
  }

  /** Application code that a dispatch leads to. */
  interface Passage {
    void run() throws Exception;
  }

  /** The container's way to start asynchronous work. */
  interface Start {
    AsyncContext start(ServletRequest request, ServletResponse response);
  }

  AsyncContext startAsync(
      Start start, ServletRequest request, ServletResponse response, boolean original) {
    AsyncContext container = start.start(request, response);
    GuardedAsyncContext context =
        new GuardedAsyncContext(this, container, request, response, original);
    context.listen();
    progress.asyncStarted(context);
    return context;
  }

  AsyncContext asyncContext() {
    return progress.async();
  }

  void complete() {
    if (progress.requestComplete()) {
      end();
    }
  }

  void dispatching(Runnable dispatch) {
    progress.requestDispatch();
    dispatch.run();
  }

  /** A time-out or error of asynchronous work, unless somebody has taken care of it. */
  void abandon(Throwable cause) {
    if (progress.isUnattended()) {
      fail(cause);
    }
  }

  /** Runs a stream's callback when no dispatch is in the application, as containers do. */
  void runWhenPossible(Runnable callback) {
    progress.keep(callback).ifPresent(context -> context.start(callback));
  }

  private CompletionStage<Response> perform(
      Clearance clearance, FilterChain chain, AtomicBoolean goesOn) throws Exception {
    Parameters form = RequestReader.form(clearance.toPerform().body());
    Map<String, List<String>> headers =
        ApplicationHeaders.of(
            request,
            clearance.toPerform(),
            ApplicationHeaders.Kind.of(clearance),
            attempt.context().requestId(),
            zeroTrust.hiddenHeaders());
    GuardedRequest guarded = new GuardedRequest(request, this, clearance, form, headers);
    progress.enter();
    goesOn.set(!pass(() -> chain.doFilter(guarded, captured)));
    return work;
  }

  private void resumeHere(Passage passage) throws IOException {
    if (!progress.enter() || pass(passage)) {
      conclusion.await();
    }
  }

  /** True when the work has ended with this dispatch. */
  private boolean pass(Passage passage) {
    try {
      passage.run();
      Optional<Runnable> callback = progress.nextCallback();
      while (callback.isPresent()) {
        callback.get().run();
        callback = progress.nextCallback();
      }
    } catch (Throwable e) {
      // Errors too: a container would answer them with a page of its own.
      logFailure(e);
      progress.leave();
      fail(e);
      return true;
    }
    boolean over = progress.leave();
    if (over) {
      end();
    }
    return over;
  }

  private void end() {
    if (!progress.end()) {
      return;
    }
    Response response;
    try {
      response = captured.take();
    } catch (IOException | RuntimeException e) {
      logFailure(e);
      work.completeExceptionally(e);
      return;
    }
    work.complete(response);
  }

  private void fail(Throwable cause) {
    if (progress.end()) {
      work.completeExceptionally(cause);
    }
  }

  private void logFailure(Throwable e) {
    LOG.error(
        "Request {}: the application failed with {}",
        attempt.context().requestId(),
        Failures.describe(e));
  }
}
