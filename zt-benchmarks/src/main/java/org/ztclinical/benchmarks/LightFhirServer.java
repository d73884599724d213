package org.ztclinical.benchmarks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.ztclinical.ZeroTrust;
import org.ztclinical.servlet.ZeroTrustFilter;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.TrustedIssuer;

/**
 * The fastest FHIR server there can be in a servlet container: one patient and one page of search
 * results, ready as bytes. It makes what protection costs as visible as it can get; no real server
 * answers for so little.
 */
final class LightFhirServer {
  private static final int MAX_THREADS = 64;

  private LightFhirServer() {}

  /**
   * Runs until the parent process is gone. Arguments: none for an unprotected server; issuer, the
   * address of its keys, and a folder for the audit log for a protected one.
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      serve(Optional.empty());
      return;
    }
    try (ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(
                TrustedIssuer.of(args[0], TestIssuer.AUDIENCE).jwksUri(URI.create(args[1])))
            .fhirServer("/fhir", "https://fhir.example/fhir")
            .auditIn(Path.of(args[2]))
            .build()) {
      serve(Optional.of(zeroTrust));
    }
  }

  private static void serve(Optional<ZeroTrust> protection) throws Exception {
    Server server = new Server(new QueuedThreadPool(MAX_THREADS));
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Records()), "/fhir/*");
    protection.ifPresent(
        zeroTrust ->
            context.addServletContainerInitializer(
                (classes, starting) -> ZeroTrustFilter.register(starting, zeroTrust)));
    server.setHandler(context);
    server.start();
    ChildServer.announceAndWait(connector.getLocalPort());
    server.stop();
  }

  /** Answers a read and a search, and 404 to all else. */
  private static final class Records extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient byte[] patient = SampleRecords.patient();
    private final transient byte[] page = SampleRecords.observations(20);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] body = answer(String.valueOf(request.getPathInfo()));
      if (body.length == 0) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      response.setContentType("application/fhir+json;charset=UTF-8");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }

    private byte[] answer(String path) {
      return switch (path) {
        case "/Patient/" + SampleRecords.PATIENT -> patient;
        case "/Observation" -> page;
        default -> new byte[0];
      };
    }
  }
}
