package org.ztclinical.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * The application's handle on work that outlives its thread. {@code complete} has the answer
 * checked before the container is told; {@code dispatch} comes back through the filter.
 */
final class GuardedAsyncContext implements AsyncContext {
  private final Exchange exchange;
  private final AsyncContext container;
  private final ServletRequest request;
  private final ServletResponse response;
  private final boolean original;
  private final Relay relay;

  GuardedAsyncContext(
      Exchange exchange,
      AsyncContext container,
      ServletRequest request,
      ServletResponse response,
      boolean original) {
    this.exchange = exchange;
    this.container = container;
    this.request = request;
    this.response = response;
    this.original = original;
    this.relay = new Relay(exchange, this);
  }

  /** Makes the container report time-outs and errors of this cycle. */
  void listen() {
    container.addListener(relay);
  }

  /** Tells the container that all has been sent. */
  void completeInContainer() {
    container.complete();
  }

  /** Makes the container come back through the filter, which has something to tell it. */
  void returnToContainer() {
    container.dispatch();
  }

  @Override
  public ServletRequest getRequest() {
    return request;
  }

  @Override
  public ServletResponse getResponse() {
    return response;
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return original;
  }

  @Override
  public void dispatch() {
    exchange.dispatching(container::dispatch);
  }

  @Override
  public void dispatch(String path) {
    exchange.dispatching(() -> container.dispatch(path));
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    if (context != request.getServletContext()) {
      throw new IllegalArgumentException("guarded work stays in its own web application");
    }
    exchange.dispatching(() -> container.dispatch(context, path));
  }

  @Override
  public void complete() {
    exchange.complete();
  }

  @Override
  public void start(Runnable run) {
    container.start(run);
  }

  @Override
  public void addListener(AsyncListener listener) {
    relay.add(listener, request, response);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    relay.add(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return container.createListener(type);
  }

  @Override
  public void setTimeout(long timeout) {
    container.setTimeout(timeout);
  }

  @Override
  public long getTimeout() {
    return container.getTimeout();
  }
}
