package org.ztclinical.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one listener the container knows. It tells the application's listeners, with the guarded
 * request and response in the event, and ends the exchange when a time-out or an error found nobody
 * who did.
 */
final class Relay implements AsyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final Exchange exchange;
  private final GuardedAsyncContext context;
  private final List<Told> listeners = new CopyOnWriteArrayList<>();

  Relay(Exchange exchange, GuardedAsyncContext context) {
    this.exchange = exchange;
    this.context = context;
  }

  private record Told(AsyncListener listener, ServletRequest request, ServletResponse response) {}

  void add(AsyncListener listener, ServletRequest request, ServletResponse response) {
    listeners.add(new Told(listener, request, response));
  }

  @Override
  public void onComplete(AsyncEvent event) {
    tell(event, AsyncListener::onComplete);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    tell(event, AsyncListener::onTimeout);
    exchange.abandon(new TimeoutException());
  }

  @Override
  public void onError(AsyncEvent event) {
    tell(event, AsyncListener::onError);
    @Nullable Throwable cause = event.getThrowable();
    exchange.abandon(cause == null ? new IOException("asynchronous work failed") : cause);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    tell(event, AsyncListener::onStartAsync);
  }

  private interface Call {
    void on(AsyncListener listener, AsyncEvent event) throws IOException;
  }

  private void tell(AsyncEvent event, Call call) {
    for (Told told : listeners) {
      try {
        call.on(
            told.listener,
            new AsyncEvent(context, told.request, told.response, event.getThrowable()));
      } catch (IOException | RuntimeException e) {
        LOG.warn("An asynchronous listener failed with {}", e.getClass().getName());
      }
    }
  }
}
