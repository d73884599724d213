package org.ztclinical.samples.clinic.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.springframework.context.ApplicationContext;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/** HAPI's FHIR endpoint over the JPA storage, JSON unless XML is asked for. */
final class FhirServlet extends RestfulServer {
  private static final long serialVersionUID = 1L;

  private static final int DEFAULT_PAGE = 20;
  private static final int LARGEST_PAGE = 200;
  private static final String UNKNOWN_FORMAT =
      """
      {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-supported",\
      "diagnostics":"this server reads and writes FHIR JSON and XML"}]}""";

  private final transient ApplicationContext beans;
  private final String base;

  FhirServlet(ApplicationContext beans, ClinicSettings settings) {
    this.beans = beans;
    this.base = settings.fhirBase();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    OptionalInt refusal = KnownFormats.refusal(request);
    if (refusal.isEmpty()) {
      super.service(request, response);
      return;
    }
    response.setStatus(refusal.getAsInt());
    response.setContentType("application/fhir+json");
    response.getOutputStream().write(UNKNOWN_FORMAT.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected void initialize() {
    FhirContext fhir = beans.getBean(FhirContext.class);
    setFhirContext(fhir);
    registerProviders(beans.getBean(ResourceProviderFactory.class).createProviders());
    registerProvider(beans.getBean(JpaSystemProvider.class));
    setServerConformanceProvider(capabilities());

    setDefaultResponseEncoding(EncodingEnum.JSON);
    // The base is configured, never taken from the Host header of whoever asks.
    setServerAddressStrategy(new HardcodedServerAddressStrategy(base));
    setPagingProvider(beans.getBean(DatabaseBackedPagingProvider.class));
    setDefaultPageSize(DEFAULT_PAGE);
    setMaximumPageSize(LARGEST_PAGE);
    registerInterceptor(new FailureLog());
    // The protection asks this server what is stored.
    getServletContext().setAttribute(RestfulServer.class.getName(), this);
  }

  /** HAPI would name itself and its version here. */
  @Override
  public void addHeadersToResponse(HttpServletResponse response) {}

  private JpaCapabilityStatementProvider capabilities() {
    return new JpaCapabilityStatementProvider(
        this,
        beans.getBean(IFhirSystemDao.class),
        beans.getBean(JpaStorageSettings.class),
        beans.getBean(ISearchParamRegistry.class),
        beans.getBean(IValidationSupport.class));
  }
}
