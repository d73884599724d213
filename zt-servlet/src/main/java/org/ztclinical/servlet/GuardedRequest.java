package org.ztclinical.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import jakarta.servlet.http.PushBuilder;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.Clearance;
import org.ztclinical.access.Permit;
import org.ztclinical.request.Parameters;

/**
 * The request as the application gets it: narrowed, with the verified caller as its user, and
 * without the ways around the check: no upgrade, no push, no trailers, no file sent by the
 * container itself. On public routes the container's own user is left as it is.
 */
final class GuardedRequest extends NarrowedRequest {
  private static final String SENDFILE = "org.apache.tomcat.sendfile.";

  private final Exchange exchange;
  private final Optional<Permit> permit;

  GuardedRequest(
      HttpServletRequest container,
      Exchange exchange,
      Clearance clearance,
      Parameters form,
      Map<String, List<String>> headers) {
    super(container, clearance.toPerform(), form, headers, exchange::runWhenPossible);
    this.exchange = exchange;
    this.permit = clearance.permit();
  }

  /** The innermost guarded request around which others may have put wrappers. */
  static Optional<GuardedRequest> within(ServletRequest request) {
    ServletRequest current = request;
    while (current instanceof ServletRequestWrapper wrapper) {
      if (wrapper instanceof GuardedRequest guarded) {
        return Optional.of(guarded);
      }
      current = wrapper.getRequest();
    }
    return Optional.empty();
  }

  private boolean isWithin(ServletRequest request) {
    ServletRequest current = request;
    while (current != this && current instanceof ServletRequestWrapper wrapper) {
      current = wrapper.getRequest();
    }
    return current == this;
  }

  Exchange exchange() {
    return exchange;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return permit
        .<Principal>map(p -> new Subject(p.request().principal().subject()))
        .orElseGet(super::getUserPrincipal);
  }

  @Override
  public @Nullable String getRemoteUser() {
    return permit.map(p -> p.request().principal().subject()).orElseGet(super::getRemoteUser);
  }

  @Override
  public boolean isUserInRole(String role) {
    return permit
        .map(p -> p.request().principal().roles().contains(role))
        .orElseGet(() -> super.isUserInRole(role));
  }

  @Override
  public @Nullable String getAuthType() {
    return permit.map(p -> "Bearer").orElseGet(super::getAuthType);
  }

  @Override
  public boolean authenticate(HttpServletResponse response) throws ServletException {
    throw new ServletException("the caller is authenticated by ZeroTrustFilter");
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    if (name.equals(ZeroTrustFilter.PERMIT_ATTRIBUTE)) {
      return permit.orElse(null);
    }
    return name.startsWith(SENDFILE) ? null : super.getAttribute(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (!name.startsWith(SENDFILE)) {
      super.setAttribute(name, value);
    }
  }

  @Override
  public AsyncContext startAsync() {
    return exchange.startAsync(super::startAsync, this, exchange.captured(), true);
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    if (!isWithin(request) || !exchange.captures(response)) {
      throw new IllegalArgumentException(
          "startAsync takes the request and response this application was given, or wrappers");
    }
    return exchange.startAsync(super::startAsync, request, response, false);
  }

  @Override
  public AsyncContext getAsyncContext() {
    return exchange.asyncContext();
  }

  @Override
  public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) throws ServletException {
    throw new ServletException("a connection behind ZeroTrustFilter cannot be upgraded");
  }

  @Override
  public @Nullable PushBuilder newPushBuilder() {
    return null;
  }

  @Override
  public Map<String, String> getTrailerFields() {
    return Map.of();
  }

  @Override
  public boolean isTrailerFieldsReady() {
    return true;
  }

  /** Parts would be read past what was decided on. */
  @Override
  public Collection<Part> getParts() throws ServletException {
    throw new ServletException("multipart bodies are not offered behind ZeroTrustFilter");
  }

  @Override
  public Part getPart(String name) throws ServletException {
    throw new ServletException("multipart bodies are not offered behind ZeroTrustFilter");
  }

  /** The verified subject of the token; does not print. */
  private record Subject(String getName) implements Principal {
    @Override
    public String toString() {
      return "subject [redacted]";
    }
  }
}
