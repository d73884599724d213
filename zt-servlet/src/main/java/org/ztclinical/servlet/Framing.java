package org.ztclinical.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;

/**
 * Whether the caller can tell a body of unknown length that was cut from one that is complete: it
 * can in HTTP/2, and in HTTP/1.1 where the body is in chunks. Where a container would let the end
 * of the connection mark the end of the body, large answers are held.
 */
enum Framing {
  /** The end of the body cannot be marked: nothing may leave before all is checked. */
  NONE,
  /** The container marks it by itself. */
  BY_CONTAINER,
  /** The container marks it when it is told to. */
  IN_CHUNKS;

  static Framing of(HttpServletRequest request, ServletResponse response) {
    String protocol = request.getProtocol();
    if (!protocol.equals("HTTP/1.1")) {
      return protocol.startsWith("HTTP/2") || protocol.startsWith("HTTP/3") ? BY_CONTAINER : NONE;
    }
    ServletResponse innermost = response;
    while (innermost instanceof ServletResponseWrapper wrapper) {
      innermost = wrapper.getResponse();
    }
    String container = innermost.getClass().getName();
    if (container.startsWith("org.eclipse.jetty.")) {
      // Without being told, Jetty ends the connection instead when it is not to be kept.
      return IN_CHUNKS;
    }
    // Told so, Tomcat would say it twice.
    return container.startsWith("org.apache.catalina.") || !isToBeClosed(request)
        ? BY_CONTAINER
        : NONE;
  }

  private static boolean isToBeClosed(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Connection")).stream()
        .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains("close"));
  }
}
