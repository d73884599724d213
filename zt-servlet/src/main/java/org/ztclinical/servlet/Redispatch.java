package org.ztclinical.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.ZeroTrust;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.RequestRefusedException;

/**
 * A forward, include or asynchronous dispatch inside a guarded exchange. The path decided on, named
 * dispatches and what lies below {@code /WEB-INF/} (which no request can name) belong to the
 * decision that was made; any other target gets a decision of its own.
 */
final class Redispatch {
  private final ZeroTrust zeroTrust;
  private final Exchange exchange;
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  Redispatch(
      ZeroTrust zeroTrust,
      Exchange exchange,
      HttpServletRequest request,
      HttpServletResponse response) {
    this.zeroTrust = zeroTrust;
    this.exchange = exchange;
    this.request = request;
    this.response = response;
  }

  void run(FilterChain chain) throws IOException, ServletException {
    boolean async = request.getDispatcherType() == DispatcherType.ASYNC;
    boolean decided = isDecided();
    if (async) {
      exchange.resume(decided ? () -> chain.doFilter(request, response) : () -> decideAnew(chain));
    } else if (decided) {
      chain.doFilter(request, response);
    } else {
      decideAnew(chain);
    }
  }

  private boolean isDecided() {
    String target = target();
    if (!request.getContextPath().equals(exchange.contextPath())) {
      return false;
    }
    if (target.startsWith(request.getContextPath() + "/WEB-INF/")) {
      return true;
    }
    try {
      return path(target).equals(exchange.attempt().request().path());
    } catch (RequestRefusedException e) {
      return false;
    }
  }

  private void decideAnew(FilterChain chain) throws IOException {
    InnerDelivery delivery = new InnerDelivery(exchange.captured(), response, isInclude());
    Attempt asked = exchange.attempt();
    CanonicalRequest inner;
    try {
      inner =
          asked
              .request()
              .withPath(isInclude() ? path(target()) : RequestReader.path(request))
              .withQuery(RequestReader.query(targetQuery()));
    } catch (RequestRefusedException e) {
      delivery.deliver(zeroTrust.refuse(asked.context(), e));
      return;
    }
    Attempt attempt = new Attempt(asked.credentials(), asked.context(), inner);
    new Exchange(zeroTrust, request, response, attempt, delivery, Optional.of(exchange)).run(chain);
  }

  private CanonicalPath path(String target) throws RequestRefusedException {
    return CanonicalPath.parse(RequestReader.belowContext(target, request.getContextPath()));
  }

  /** The raw path; that of the request itself where an include is by name. */
  private String target() {
    Object included =
        isInclude() ? request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) : null;
    return included instanceof String uri ? uri : request.getRequestURI();
  }

  private @Nullable String targetQuery() {
    return isInclude()
        ? (String) request.getAttribute(RequestDispatcher.INCLUDE_QUERY_STRING)
        : request.getQueryString();
  }

  private boolean isInclude() {
    return request.getDispatcherType() == DispatcherType.INCLUDE;
  }
}
