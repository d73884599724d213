package org.ztclinical.servlet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat, embedded. */
final class TomcatServer implements WebServer {
  /** Held, so that the level stays: what the tests provoke would fill the build's log. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat = new Tomcat();

  static WebServer start(Path files, Starting application) throws Exception {
    return start(new Connector(), files, application);
  }

  /** Accepting headers of this size, where Tomcat by itself accepts 8 KiB. */
  static WebServer withHeaders(int bytes, Path files, Starting application) throws Exception {
    Connector connector = new Connector();
    connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(bytes));
    return start(connector, files, application);
  }

  /** Over TLS, asking clients for a certificate and accepting any or none. */
  static Kind over(TestTls tls) {
    return (files, application) -> start(secured(tls), files, application);
  }

  /** The same, taking from a header whose address a request comes from. */
  static Kind believingHeadersOver(TestTls tls) {
    return (files, application) -> start(secured(tls), files, application, new RemoteIpValve());
  }

  private static Connector secured(TestTls tls) {
    Connector connector = new Connector();
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    host.setCertificateVerification("optional");
    host.setTrustManagerClassName(TestTls.AnyClient.class.getName());
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystore(tls.serverKeys());
    certificate.setCertificateKeystorePassword(new String(TestTls.PASSWORD));
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    return connector;
  }

  private static WebServer start(
      Connector connector, Path files, Starting application, Valve... more) throws Exception {
    LOG.setLevel(Level.OFF);
    TomcatServer server = new TomcatServer();
    server.tomcat.setBaseDir(Files.createTempDirectory(files, "tomcat").toString());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    server.tomcat.setConnector(connector);
    Context context = server.tomcat.addContext("", files.toString());
    Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet")
        .addMapping("/");
    ErrorPage page = new ErrorPage();
    page.setLocation("/error-page");
    context.addErrorPage(page);
    context.addServletContainerInitializer(
        (classes, servletContext) -> application.start(servletContext), Set.of());
    // What the connector refuses before any application is answered by this valve: without it, with
    // a stack trace.
    ErrorReportValve report = new ErrorReportValve();
    report.setShowReport(false);
    report.setShowServerInfo(false);
    server.tomcat.getHost().getPipeline().addValve(report);
    for (Valve valve : more) {
      server.tomcat.getHost().getPipeline().addValve(valve);
    }
    server.tomcat.start();
    if (context.getState() != LifecycleState.STARTED) {
      server.close();
      throw new IllegalStateException("the application did not start");
    }
    return server;
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat does not stop", e);
    }
  }
}
