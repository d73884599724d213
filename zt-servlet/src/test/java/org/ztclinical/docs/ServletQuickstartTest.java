package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.access.Permit;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.servlet.ZeroTrustFilter;
import org.ztclinical.testing.JwksServer;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.TrustedIssuer;

/** The servlet example of the manual, in a real container. The manual shows pieces of this file. */
class ServletQuickstartTest {
  private static final String FHIR_BASE = "https://ehr.example/fhir";

  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final JwksServer jwksServer = issuer.serve();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @TempDir Path auditDirectory;

  /** Protects the whole application, from its start on. */
  static final class Protection implements ServletContextListener {
    private final String issuer;
    private final URI jwksUri;
    private final String fhirBase;
    private final Path auditDirectory;
    private ZeroTrust zeroTrust;

    Protection(String issuer, URI jwksUri, String fhirBase, Path auditDirectory) {
      this.issuer = issuer;
      this.jwksUri = jwksUri;
      this.fhirBase = fhirBase;
      this.auditDirectory = auditDirectory;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
      zeroTrust =
          ZeroTrust.builder()
              .trustIssuer(TrustedIssuer.of(issuer, fhirBase).jwksUri(jwksUri))
              .fhirServer("/fhir", fhirBase)
              .publicRoute(HttpMethod.GET, "/fhir/metadata")
              .auditIn(auditDirectory)
              .build();
      ZeroTrustFilter.register(event.getServletContext(), zeroTrust);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      zeroTrust.close();
    }
  }

  /** A servlet that gives everything to everybody: the filter decides what leaves. */
  static final class CarelessServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Permit permit = (Permit) request.getAttribute(ZeroTrustFilter.PERMIT_ATTRIBUTE);
      response.setContentType("application/fhir+json");
      response
          .getWriter()
          .print(
              permit == null
                  ? "{\"resourceType\":\"CapabilityStatement\"}"
                  : patient(permit.request().fhir().id().orElseThrow()));
    }

    private static String patient(String id) {
      return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}";
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addEventListener(
        new Protection(issuer.issuer(), jwksServer.uri(), FHIR_BASE, auditDirectory));
    context.addServlet(new ServletHolder(new CarelessServlet()), "/fhir/*");
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    jwksServer.close();
  }

  @Test
  void thePatientReadsTheOwnRecordAndNoOther() throws Exception {
    String token = issuer.mint(t -> t.audience(FHIR_BASE).scope("patient/Patient.r").patient("1"));

    HttpResponse<String> own = get("/fhir/Patient/1", token);
    HttpResponse<String> other = get("/fhir/Patient/2", token);

    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(own.body()).contains("\"id\":\"1\"");
    assertThat(other.statusCode()).isIn(403, 404);
    assertThat(other.body()).contains("OperationOutcome").doesNotContain("Patient/2");
  }

  @Test
  void withoutATokenOnlyThePublicRouteIsOpen() throws Exception {
    HttpResponse<String> metadata = get("/fhir/metadata", "");
    HttpResponse<String> patient = get("/fhir/Patient/1", "");

    assertThat(metadata.statusCode()).isEqualTo(200);
    assertThat(patient.statusCode()).isEqualTo(401);
    assertThat(patient.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer, DPoP algs=\"ES256 ES384 PS256 RS256\"");
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
