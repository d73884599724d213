package org.ztclinical.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for filters in front of ours. The Servlet API does not tell the order of filters, so this
 * looks at what reaches us: a request or response in a wrapper, on every request; and on the first
 * few requests, a filter's frame further down the stack. A filter in front could rewrite what we
 * decide on, or answer in our place.
 */
final class FilterChainCheck {
  private static final int STACKS_TO_LOOK_AT = 16;

  private final StackWalker stack =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private final AtomicInteger looked = new AtomicInteger();

  /** Names the culprit's class, when there is one. */
  Optional<String> filterInFront(ServletRequest request, ServletResponse response) {
    if (request instanceof ServletRequestWrapper) {
      return Optional.of(request.getClass().getName());
    }
    if (response instanceof ServletResponseWrapper) {
      return Optional.of(response.getClass().getName());
    }
    if (looked.get() >= STACKS_TO_LOOK_AT || looked.getAndIncrement() >= STACKS_TO_LOOK_AT) {
      return Optional.empty();
    }
    return stack.walk(
        frames ->
            frames
                .map(StackWalker.StackFrame::getDeclaringClass)
                .filter(Filter.class::isAssignableFrom)
                .filter(type -> type != ZeroTrustFilter.class)
                .map(Class::getName)
                .findFirst());
  }
}
