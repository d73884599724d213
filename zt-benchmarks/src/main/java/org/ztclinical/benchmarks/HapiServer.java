package org.ztclinical.benchmarks;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.RequiredParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;

/**
 * A plain HAPI FHIR server with a hundred observations of one patient in memory, asked without a
 * network. It writes them anew for each request, as every HAPI server does.
 */
final class HapiServer implements AutoCloseable {
  private static final int OBSERVATIONS = 100;
  private static final FhirContext R4 = FhirContext.forR4();

  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);
  private final String request;

  private HapiServer(String token, Optional<AuthorizationInterceptor> interceptor)
      throws Exception {
    this.request =
        "GET "
            + SampleGuard.SEARCH
            + " HTTP/1.1\r\nHost: fhir.example\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    RestfulServer hapi = new RestfulServer(R4);
    hapi.registerProvider(new Observations());
    interceptor.ifPresent(hapi::registerInterceptor);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(hapi), "/fhir/*");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  /** Nothing is checked. */
  static HapiServer bare(SampleTokens tokens) throws Exception {
    return new HapiServer(tokens.first(), Optional.empty());
  }

  /**
   * HAPI's own interceptor looks at each resource before it is written: reading observations in the
   * compartment of the patient is allowed, and nothing else. It verifies no token.
   */
  static HapiServer withInterceptor(SampleTokens tokens) throws Exception {
    return new HapiServer(tokens.first(), Optional.of(new OnlyOnePatient()));
  }

  /** The answer to the search; one that is not all of it is no figure. */
  int search() {
    try {
      String answer = connector.getResponse(request);
      if (!answer.startsWith("HTTP/1.1 200 ")
          || !answer.contains("Observation/observation-" + (OBSERVATIONS - 1))) {
        throw new IllegalStateException(answer.substring(0, Math.min(400, answer.length())));
      }
      return answer.length();
    } catch (Exception e) {
      throw new IllegalStateException("the server cannot be asked", e);
    }
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }

  /** Public, because HAPI calls it by reflection. */
  public static final class Observations implements IResourceProvider {
    private final List<Observation> all =
        R4
            .newJsonParser()
            .parseResource(
                Bundle.class,
                new String(SampleRecords.observations(OBSERVATIONS), StandardCharsets.UTF_8))
            .getEntry()
            .stream()
            .map(entry -> (Observation) entry.getResource())
            .toList();

    @Override
    public Class<Observation> getResourceType() {
      return Observation.class;
    }

    /** All of the patient's. */
    @Search
    public List<Observation> ofPatient(@RequiredParam(name = "patient") ReferenceParam patient) {
      return patient.getIdPart().equals(SampleRecords.PATIENT) ? all : List.of();
    }
  }

  private static final class OnlyOnePatient extends AuthorizationInterceptor {
    @Override
    public List<IAuthRule> buildRuleList(RequestDetails request) {
      return new RuleBuilder()
          .allow()
          .read()
          .resourcesOfType(Observation.class)
          .inCompartment("Patient", new IdType("Patient", SampleRecords.PATIENT))
          .andThen()
          .denyAll()
          .build();
    }
  }
}
