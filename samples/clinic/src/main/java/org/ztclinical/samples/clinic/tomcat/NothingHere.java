package org.ztclinical.samples.clinic.tomcat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers 404 for every path that no other servlet has. Tomcat runs no filter for a path without a
 * servlet, and a filter that protects must see every request.
 */
public final class NothingHere extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Where to map it. */
  public static final String PATH = "/";

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendError(HttpServletResponse.SC_NOT_FOUND);
  }
}
