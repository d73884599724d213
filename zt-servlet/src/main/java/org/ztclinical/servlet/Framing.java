package org.ztclinical.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Whether the caller can tell a body of unknown length that was cut from one that is complete: it
 * can in HTTP/2, and in HTTP/1.1 where the body is in chunks, given a container that ends the
 * connection when the filter throws. Elsewhere large answers are held.
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
    boolean chunks = protocol.equals("HTTP/1.1");
    if (!chunks && !protocol.startsWith("HTTP/2") && !protocol.startsWith("HTTP/3")) {
      return NONE;
    }
    String container = innermost(response).getClass().getName();
    if (container.startsWith("org.eclipse.jetty.")) {
      // Without being told, Jetty ends the connection instead when it is not to be kept.
      return chunks ? IN_CHUNKS : BY_CONTAINER;
    }
    // Told so, Tomcat would say it twice. What others do with an exception is not known.
    return container.startsWith("org.apache.catalina.") ? BY_CONTAINER : NONE;
  }

  /** The container's own response, inside all wrappers. */
  static ServletResponse innermost(ServletResponse response) {
    ServletResponse innermost = response;
    while (innermost instanceof ServletResponseWrapper wrapper) {
      innermost = wrapper.getResponse();
    }
    return innermost;
  }
}
