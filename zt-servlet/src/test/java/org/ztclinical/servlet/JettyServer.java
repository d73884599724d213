package org.ztclinical.servlet;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty 12, ee10. */
final class JettyServer implements WebServer {
  private final Server server = new Server();
  private final ServerConnector connector;

  private JettyServer(ConnectionFactory... factories) {
    this.connector = new ServerConnector(server, factories);
  }

  private static ConnectionFactory[] secured(TestTls tls, HttpConfiguration.Customizer... more) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setSslContext(tls.serverContext());
    context.setWantClientAuth(true);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    for (HttpConfiguration.Customizer customizer : more) {
      configuration.addCustomizer(customizer);
    }
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    return new ConnectionFactory[] {new SslConnectionFactory(context, http.getProtocol()), http};
  }

  static WebServer start(Path files, Starting application) throws Exception {
    return start(new JettyServer(new HttpConnectionFactory()), files, application);
  }

  /** Without TLS; a client that asks for HTTP/2 gets it. */
  static WebServer startWithHttp2(Path files, Starting application) throws Exception {
    HttpConfiguration plain = new HttpConfiguration();
    JettyServer both =
        new JettyServer(new HttpConnectionFactory(plain), new HTTP2CServerConnectionFactory(plain));
    return start(both, files, application);
  }

  /** Over TLS, asking clients for a certificate and accepting any or none. */
  static Kind over(TestTls tls) {
    return (files, application) -> start(new JettyServer(secured(tls)), files, application);
  }

  /** The same, taking from a header whose address a request comes from. */
  static Kind believingHeadersOver(TestTls tls) {
    return (files, application) ->
        start(new JettyServer(secured(tls, new ForwardedRequestCustomizer())), files, application);
  }

  private static WebServer start(JettyServer jetty, Path files, Starting application)
      throws Exception {
    jetty.connector.setHost("127.0.0.1");
    jetty.server.addConnector(jetty.connector);
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    context.setBaseResource(ResourceFactory.of(context).newResource(files));
    context.addServlet(DefaultServlet.class, "/");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(400, 599, "/error-page");
    context.setErrorHandler(pages);
    context.addEventListener(
        new ServletContextListener() {
          @Override
          public void contextInitialized(ServletContextEvent event) {
            try {
              application.start(event.getServletContext());
            } catch (ServletException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    jetty.server.setHandler(context);
    try {
      jetty.server.start();
    } catch (Exception e) {
      jetty.close();
      throw e;
    }
    return jetty;
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not stop", e);
    }
  }
}
