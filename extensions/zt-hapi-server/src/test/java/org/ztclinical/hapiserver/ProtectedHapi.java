package org.ztclinical.hapiserver;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.patch.FhirPatch;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Patch;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.provider.HashMapResourceProvider;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.ztclinical.ZeroTrust;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.relationship.FhirRelationships;
import org.ztclinical.servlet.ZeroTrustFilter;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;

/** A plain HAPI server in Jetty, behind the filter, asked over HTTP. */
final class ProtectedHapi implements AutoCloseable {
  private static final FhirContext R4 = FhirContext.forR4Cached();

  final HashMapResourceProvider<Patient> patients = provider(Patient.class);
  final HashMapResourceProvider<CareTeam> teams = provider(CareTeam.class);
  final Observations observations = new Observations();

  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final HttpClient http = HttpClient.newHttpClient();
  private final Server jetty = new Server();
  private final String fhirBase;
  private final ZeroTrust zeroTrust;

  /** Observations that can be patched, as a JPA server does it. */
  static final class Observations extends HashMapResourceProvider<Observation> {
    Observations() {
      super(R4, Observation.class);
    }

    @Patch
    public MethodOutcome patch(
        @IdParam IdType id, PatchTypeEnum type, @ResourceParam Parameters patch) {
      Observation changed = stored(id.getIdPart());
      new FhirPatch(R4).apply(changed, patch);
      store(changed);
      return new MethodOutcome(changed.getIdElement());
    }

    Observation stored(String id) {
      return getStoredResources().stream()
          .filter(resource -> resource.getIdElement().getIdPart().equals(id))
          .findFirst()
          .orElseThrow(() -> new ResourceNotFoundException("not here"))
          .copy();
    }
  }

  ProtectedHapi(Path auditDirectory) throws Exception {
    int port = freePort();
    fhirBase = "http://127.0.0.1:" + port + "/fhir";
    RestfulServer hapi = new RestfulServer(R4);
    hapi.setResourceProviders(patients, teams, observations);

    HapiStore stored = HapiStore.of(hapi);
    zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(issuer.trusted(fhirBase))
            .fhirServer("/fhir", fhirBase)
            .auditIn(auditDirectory)
            .policies(
                BaselinePolicies.ESSENTIALS,
                BaselinePolicies.MFA,
                BaselinePolicies.BY_RELATIONSHIP,
                BaselinePolicies.BREAK_GLASS)
            .resourceLookup(stored)
            .patchPreview(HapiPatchPreview.of(R4))
            .relationships(FhirRelationships.builder(stored, ServerBase.of(fhirBase)).build())
            .build();

    ServletContextHandler context = new ServletContextHandler("/");
    context.addEventListener(
        new ServletContextListener() {
          @Override
          public void contextInitialized(ServletContextEvent event) {
            ZeroTrustFilter.register(event.getServletContext(), zeroTrust);
          }
        });
    ServletHolder servlet = new ServletHolder(hapi);
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/fhir/*");
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    jetty.addConnector(connector);
    jetty.setHandler(context);
    jetty.start();
  }

  String token(String scopes, UnaryOperator<TestToken> more) {
    return issuer.mint(token -> more.apply(token.audience(fhirBase).scope(scopes)));
  }

  HttpResponse<String> get(String token, String path) throws Exception {
    return send(token, request(path).GET());
  }

  HttpResponse<String> getBecause(String reason, String token, String path) throws Exception {
    return send(token, request(path).GET().header("Access-Justification", reason));
  }

  HttpResponse<String> send(String method, String token, String path, String json)
      throws Exception {
    return send(
        token,
        request(path)
            .header("Content-Type", "application/fhir+json")
            .method(method, BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(fhirBase + path));
  }

  private HttpResponse<String> send(String token, HttpRequest.Builder request) throws Exception {
    return http.send(
        request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
  }

  static <T extends Resource> T parse(Class<T> type, String json) {
    return R4.newJsonParser().parseResource(type, json);
  }

  private static <T extends Resource> HashMapResourceProvider<T> provider(Class<T> type) {
    return new HashMapResourceProvider<>(R4, type);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws Exception {
    jetty.stop();
    zeroTrust.close();
  }
}
