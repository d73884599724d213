package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A response that is no wrapper: nothing is found inside it. */
final class StandIn {
  private StandIn() {}

  /** Does whatever the given response does. */
  static HttpServletResponse of(HttpServletResponse response) {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            StandIn.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> call(response, method, arguments));
  }

  private static @Nullable Object call(
      HttpServletResponse response, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(response, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
