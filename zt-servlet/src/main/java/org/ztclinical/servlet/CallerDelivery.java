package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.Clearance;
import org.ztclinical.access.Rejection;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Outlet;
import org.ztclinical.enforce.Response;

/**
 * Writes an answer to the container's response, once: with its exact length, or, where it is too
 * large to be held, in chunks as it comes.
 */
final class CallerDelivery implements Delivery, Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(CallerDelivery.class);

  private final HttpServletResponse container;
  private final String requestId;
  private final boolean withoutBody;
  private final Framing framing;
  private final Optional<String> loginPage;

  /**
   * @param withoutBody true for HEAD, whose answer has the headers of GET only (RFC 9110 §9.3.2)
   * @param framing how the end of a body of unknown length is marked
   */
  CallerDelivery(
      HttpServletResponse container, String requestId, boolean withoutBody, Framing framing) {
    this(container, requestId, withoutBody, framing, Optional.empty());
  }

  /**
   * As the other, for a browser that goes to a page.
   *
   * @param loginPage where it is sent when nobody is logged in
   */
  CallerDelivery(
      HttpServletResponse container,
      String requestId,
      boolean withoutBody,
      Framing framing,
      Optional<String> loginPage) {
    this.container = container;
    this.requestId = requestId;
    this.withoutBody = withoutBody;
    this.framing = framing;
    this.loginPage = loginPage;
  }

  @Override
  public Optional<Outlet> outlet() {
    return framing == Framing.NONE ? Optional.empty() : Optional.of(this);
  }

  @Override
  public void begin(Guarded head) throws IOException {
    sendHead(head.response(), false);
    if (framing == Framing.IN_CHUNKS) {
      container.setHeader("Transfer-Encoding", "chunked");
    }
  }

  @Override
  public void write(byte[] bytes, int from, int to) throws IOException {
    container.getOutputStream().write(bytes, from, to - from);
    container.flushBuffer();
  }

  @Override
  public void end() throws IOException {
    container.flushBuffer();
  }

  /** The exchange tells the container, on the thread on which it listens. */
  @Override
  public void cut() {
    LOG.warn("Request {}: the answer was cut", requestId);
  }

  @Override
  public void deliver(Guarded guarded) throws IOException {
    boolean isPublic = guarded.outcome() instanceof Clearance clearance && clearance.isPublic();
    send(isForLogin(guarded) ? toLogin(loginPage.orElseThrow()) : guarded.response(), isPublic);
  }

  private boolean isForLogin(Guarded guarded) {
    return loginPage.isPresent()
        && guarded.outcome() instanceof Rejection rejection
        && rejection.kind() == Rejection.Kind.UNAUTHENTICATED;
  }

  /** A path from configuration: nothing of the request is in it. */
  private static Response toLogin(String path) {
    return Response.of(302, Map.of("Location", List.of(path)), new byte[0]);
  }

  /**
   * As {@link #deliver}, for a request whose body may still be on its way: the answer goes out at
   * once and the connection ends, instead of waiting for bytes that nobody wants.
   */
  void deliverUnread(Guarded guarded) throws IOException {
    if (container.isCommitted()) {
      // It refused the body itself, and comes back for an error page.
      return;
    }
    container.setHeader("Connection", "close");
    deliver(guarded);
    container.flushBuffer();
  }

  @Override
  public void deliverFailure(Response failure) throws IOException {
    if (!container.isCommitted()) {
      container.reset();
    }
    send(failure, false);
  }

  private void send(Response response, boolean mayBeStored) throws IOException {
    sendHead(response, mayBeStored);
    sendBody(response);
  }

  private void sendHead(Response response, boolean mayBeStored) throws IOException {
    if (container.isCommitted()) {
      LOG.error("Request {}: something has answered past ZeroTrustFilter", requestId);
      throw new IOException("the container has sent a response already");
    }
    container.setStatus(response.status());
    for (Map.Entry<String, List<String>> field : response.headers().entrySet()) {
      setAll(field.getKey(), field.getValue());
    }
    container.setHeader(RequestContexts.REQUEST_ID, requestId);
    if (!mayBeStored && response.header("Cache-Control").isEmpty()) {
      container.setHeader("Cache-Control", "no-store");
    }
    if (response.header("X-Content-Type-Options").isEmpty()) {
      container.setHeader("X-Content-Type-Options", "nosniff");
    }
  }

  /** Cookies are added, because the container may have set one for the session. */
  private void setAll(String name, List<String> values) {
    boolean replace = !name.equalsIgnoreCase("Set-Cookie");
    for (String value : values) {
      if (replace) {
        container.setHeader(name, value);
      } else {
        container.addHeader(name, value);
      }
      replace = false;
    }
  }

  private void sendBody(Response response) throws IOException {
    int status = response.status();
    if (status == HttpServletResponse.SC_NO_CONTENT
        || status == HttpServletResponse.SC_NOT_MODIFIED) {
      return;
    }
    byte[] body = response.body();
    if (withoutBody && body.length == 0) {
      // How long the answer to GET would be is not known here; a container left alone would say 0.
      container.flushBuffer();
      return;
    }
    container.setContentLengthLong(body.length);
    if (!withoutBody && body.length > 0) {
      container.getOutputStream().write(body);
    }
  }
}
