package org.ztclinical.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.nio.file.Path;

/** A real servlet container on a free loopback port. */
interface WebServer extends AutoCloseable {
  int port();

  @Override
  void close();

  /** What an application does while it starts. */
  interface Starting {
    void start(ServletContext context) throws ServletException;
  }

  /** Starts a container, or fails as it does when the application does not start. */
  interface Kind {
    WebServer start(Path files, Starting application) throws Exception;
  }
}
