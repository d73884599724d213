package org.ztclinical.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.ZeroTrust;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.request.TrustedHops;

/**
 * Stands in front of a web application and lets no request in and no answer out that {@link
 * ZeroTrust} has not decided, checked and recorded. Jakarta Servlet 6.
 *
 * <pre>{@code
 * ZeroTrustFilter.register(servletContext, zeroTrust);
 * }</pre>
 *
 * <h2>What the application sees</h2>
 *
 * The request as permitted: a narrowed query or body, HEAD as GET, no identity headers of the
 * network ({@link IdentityHeaders}), no {@code Authorization} on protected routes. The caller is in
 * {@code getUserPrincipal()}, the whole decision in the request attribute {@value
 * #PERMIT_ATTRIBUTE}. What it writes is kept in memory until the whole was checked: {@code
 * flushBuffer} sends nothing, {@code sendError} keeps the status only, and asynchronous work is
 * answered when it completes.
 *
 * <h2>Forward, include, dispatch</h2>
 *
 * To the path that was decided on, below {@code /WEB-INF/} and by name they are free. To any other
 * path the target is decided on anew, with the same credential and a record of its own, and what is
 * refused there replaces the answer.
 *
 * <h2>Order</h2>
 *
 * It must be the first filter, mapped to all paths and dispatcher types. {@link #register} sees to
 * that; a filter declared otherwise refuses to start, unless {@link #trustMapping} says that
 * somebody else, such as Spring Boot, has seen to it. Safe for use by many threads.
 */
public final class ZeroTrustFilter implements Filter {
  /** The request attribute in which the application finds its {@code Permit}; absent if public. */
  public static final String PERMIT_ATTRIBUTE = "org.ztclinical.permit";

  /** Set on the container's request once it was answered: to the refusal, or to true. */
  static final String ANSWERED = "org.ztclinical.servlet.answered";

  private static final Logger LOG = LoggerFactory.getLogger(ZeroTrustFilter.class);
  private static final String REMEDY =
      "declare the filter with ZeroTrustFilter.register(servletContext, zeroTrust), which maps it"
          + " first, to all paths and dispatcher types; or call trustMapping() where something else"
          + " maps it so";

  private final @Nullable ZeroTrust zeroTrust;
  private final RequestContexts contexts;
  private final FilterChainCheck chainCheck = new FilterChainCheck();
  private boolean mappingKnown;
  private boolean mappingTrusted;
  private Optional<SessionLogin> sessionLogin = Optional.empty();
  private volatile @Nullable String filterInFront;

  /** For a {@code web.xml} that names this class: always refuses to start, and says what to do. */
  public ZeroTrustFilter() {
    this.zeroTrust = null;
    this.contexts = new RequestContexts(InstantSource.system(), TrustedHops.none());
  }

  /**
   * A filter to be mapped by somebody else, who must then call {@link #trustMapping}.
   *
   * @param zeroTrust stays the application's to close
   */
  public ZeroTrustFilter(ZeroTrust zeroTrust) {
    this.zeroTrust = Objects.requireNonNull(zeroTrust, "zeroTrust");
    this.contexts = new RequestContexts(InstantSource.system(), zeroTrust.trustedHops());
  }

  /**
   * Adds a filter to an application that is starting, and maps it first, to all paths and
   * dispatcher types, with asynchronous support. Call it before other filters are added by program.
   *
   * @throws IllegalStateException when the application has started, or has such a filter already
   */
  public static ZeroTrustFilter register(ServletContext context, ZeroTrust zeroTrust) {
    ZeroTrustFilter filter = new ZeroTrustFilter(zeroTrust);
    FilterRegistration.@Nullable Dynamic registration =
        context.addFilter(ZeroTrustFilter.class.getName(), filter);
    if (registration == null) {
      throw new IllegalStateException("a ZeroTrustFilter is already registered");
    }
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    filter.mappingKnown = true;
    return filter;
  }

  /**
   * States that this filter is mapped first, to all paths and all dispatcher types, with
   * asynchronous support, by other means than {@link #register}. Nothing checks that any more.
   */
  public ZeroTrustFilter trustMapping() {
    mappingTrusted = true;
    return this;
  }

  /**
   * Knows users whom the application logs in itself by their session, where a request has no
   * credential of its own. To be called before the application starts.
   */
  public ZeroTrustFilter sessionLogin(SessionLogin login) {
    sessionLogin = Optional.of(login);
    return this;
  }

  @Override
  public void init(FilterConfig config) throws ServletException {
    if (zeroTrust == null || !(mappingKnown || mappingTrusted)) {
      throw new ServletException("ZeroTrustFilter does not start: " + REMEDY);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse httpResponse)) {
      throw new ServletException("only HTTP is guarded, and nothing else is let through");
    }
    switch (http.getDispatcherType()) {
      case REQUEST -> failingClosed(httpResponse, () -> arrive(http, httpResponse, chain));
      case FORWARD, INCLUDE, ASYNC -> dispatched(http, httpResponse, chain);
      case ERROR -> failingClosed(httpResponse, () -> answerContainerError(http, httpResponse));
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /**
   * Whatever goes wrong in our own code is answered here: a container would show its error page.
   */
  private static void failingClosed(HttpServletResponse response, Step step) throws IOException {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.error("ZeroTrustFilter failed with {}", Failures.describe(e));
      new CallerDelivery(response, "none", false, Framing.NONE).deliverFailure(Failures.answer());
    }
  }

  private void arrive(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    RequestContext context = contexts.of(request);
    CallerDelivery delivery =
        new CallerDelivery(
            response,
            context.requestId(),
            request.getMethod().equals("HEAD"),
            Framing.of(request, response),
            sessionLogin.flatMap(login -> login.loginPage(request)));
    if (isBehindAnotherFilter(request, response)) {
      delivery.deliverFailure(Failures.answer());
      return;
    }
    Attempt attempt;
    try {
      RequestReader reader = new RequestReader(zeroTrust(), sessionLogin);
      Attempt head = reader.head(request, contexts.withCertificate(context, request));
      if (reader.isLarge(request, head)) {
        Optional<Guarded> refused = zeroTrust().screen(head);
        if (refused.isPresent()) {
          refuseUnread(request, delivery, refused.get());
          return;
        }
      }
      attempt = reader.whole(request, head);
    } catch (RequestRefusedException e) {
      refuseUnread(request, delivery, zeroTrust().refuse(context, e));
      return;
    }
    new Exchange(zeroTrust(), request, response, attempt, delivery, Optional.empty()).run(chain);
  }

  private static void refuseUnread(
      HttpServletRequest request, CallerDelivery delivery, Guarded refused) throws IOException {
    request.setAttribute(ANSWERED, refused);
    delivery.deliverUnread(refused);
  }

  private void dispatched(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<GuardedRequest> guarded = GuardedRequest.within(request);
    if (guarded.isEmpty()) {
      if (request.getDispatcherType() == DispatcherType.INCLUDE) {
        if (request.getAttribute(ANSWERED) != null && response.isCommitted()) {
          // Tomcat includes its error page where an answer was cut; nobody has decided on that.
          return;
        }
        throw new ServletException("an include outside a guarded request");
      }
      arrive(request, response, chain);
      return;
    }
    new Redispatch(zeroTrust(), guarded.get().exchange(), request, response).run(chain);
  }

  /**
   * The container failed or refused before or after us and wants an error page. Nobody has decided
   * on that page, so there is none.
   */
  private void answerContainerError(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    RequestContext context = contexts.of(request);
    CallerDelivery delivery =
        new CallerDelivery(response, context.requestId(), false, Framing.NONE);
    Object answered = request.getAttribute(ANSWERED);
    if (answered instanceof Guarded refused) {
      delivery.deliver(refused);
      return;
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    if (answered != null || !(status instanceof Integer code) || code < 400 || code >= 500) {
      delivery.deliverFailure(Failures.answer());
      return;
    }
    RequestReason reason =
        switch (code) {
          case 404 -> RequestReason.ROUTE_UNKNOWN;
          case 405 -> RequestReason.METHOD_NOT_SUPPORTED;
          case 413 -> RequestReason.BODY_TOO_LARGE;
          case 414, 431 -> RequestReason.REQUEST_TOO_LARGE;
          case 415 -> RequestReason.MEDIA_TYPE_NOT_SUPPORTED;
          default -> RequestReason.PATH_NOT_CANONICAL;
        };
    delivery.deliver(
        zeroTrust()
            .refuse(context, new RequestRefusedException(reason, "refused by the container")));
  }

  private boolean isBehindAnotherFilter(HttpServletRequest request, HttpServletResponse response) {
    if (mappingTrusted) {
      return false;
    }
    if (filterInFront == null) {
      Optional<String> found = chainCheck.filterInFront(request, response);
      found.ifPresent(
          name ->
              LOG.error(
                  "{} is in front of ZeroTrustFilter; all requests are refused: {}", name, REMEDY));
      filterInFront = found.orElse(null);
    }
    return filterInFront != null;
  }

  private ZeroTrust zeroTrust() {
    return Objects.requireNonNull(zeroTrust, "init refuses to start without it");
  }
}
