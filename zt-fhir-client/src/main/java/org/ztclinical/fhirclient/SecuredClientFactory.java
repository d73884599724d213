package org.ztclinical.fhirclient;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.client.api.Header;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IHttpClient;
import ca.uhn.fhir.rest.client.api.IRestfulClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.exceptions.FhirClientInappropriateForServerException;
import ca.uhn.fhir.rest.client.impl.RestfulClientFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.HttpMethod;

/**
 * The HTTP layer of a {@link FhirContext} that serves secured clients only. It hands out requests
 * that cannot be executed before a {@link SecuredClient} binds them; whoever asks it for another
 * kind of client is told so.
 */
final class SecuredClientFactory extends RestfulClientFactory {
  private final Set<String> validated = ConcurrentHashMap.newKeySet();

  SecuredClientFactory(FhirContext context) {
    super(context);
  }

  /** The context's factory of this kind, put there when it has another one. */
  static SecuredClientFactory of(FhirContext context) {
    synchronized (context) {
      if (context.getRestfulClientFactory() instanceof SecuredClientFactory present) {
        return present;
      }
      SecuredClientFactory factory = new SecuredClientFactory(context);
      context.setRestfulClientFactory(factory);
      return factory;
    }
  }

  @Override
  public IHttpClient getHttpClient(
      StringBuilder address,
      @Nullable Map<String, List<String>> ifNoneExist,
      @Nullable String ifNoneExistAddress,
      RequestTypeEnum method,
      @Nullable List<Header> headers) {
    return new UnboundRequests(
        HttpMethod.valueOf(method.name()),
        address.toString(),
        headers == null ? List.of() : headers,
        criteria(ifNoneExist, ifNoneExistAddress));
  }

  /** Criteria of a conditional create in their standard form: a query, without type or base. */
  private static Optional<String> criteria(
      @Nullable Map<String, List<String>> parameters, @Nullable String address) {
    if (address != null) {
      return Optional.of(address.substring(address.indexOf('?') + 1));
    }
    return parameters == null
        ? Optional.empty()
        : Optional.of(UnboundRequests.flat(parameters).toQuery());
  }

  /** What {@code IRestfulClient.getHttpClient()} gives: makes requests that cannot be executed. */
  IHttpClient noHttpClient() {
    return new UnboundRequests(HttpMethod.GET, "", List.of(), Optional.empty());
  }

  @Override
  protected IHttpClient getHttpClient(String base) {
    return noHttpClient();
  }

  @Override
  public synchronized IGenericClient newGenericClient(String base) {
    throw onlySecured();
  }

  @Override
  public synchronized <T extends IRestfulClient> T newClient(Class<T> type, String base) {
    throw onlySecured();
  }

  /** HAPI's own call of {@code /metadata}, through the same guard; a failed one is made again. */
  @Override
  public void validateServerBaseIfConfiguredToDoSo(
      String base, IHttpClient http, IRestfulClient client) {
    boolean once = getServerValidationMode() == ServerValidationModeEnum.ONCE;
    if (once && !validated.contains(base)) {
      validateServerBase(base, http, client);
    }
  }

  @Override
  public void validateServerBase(String base, IHttpClient http, IRestfulClient client) {
    if (!(client instanceof SecuredClient secured)) {
      throw onlySecured();
    }
    String version = fhirVersion(secured.withoutValidation());
    String expected = getFhirContext().getVersion().getVersion().getFhirVersionString();
    if (!version.isEmpty() && !majorMinor(version).equals(majorMinor(expected))) {
      throw new FhirClientInappropriateForServerException(
          "the server is of another FHIR version than " + expected);
    }
    validated.add(base);
  }

  private String fhirVersion(SecuredClient client) {
    Class<? extends IBaseConformance> type =
        getFhirContext()
            .getResourceDefinition("CapabilityStatement")
            .getImplementingClass()
            .asSubclass(IBaseConformance.class);
    IBaseConformance statement = client.capabilities().ofType(type).execute();
    return getFhirContext()
        .newTerser()
        .getSinglePrimitiveValue(statement, "fhirVersion")
        .orElse("");
  }

  private static String majorMinor(String version) {
    int first = version.indexOf('.');
    int second = first < 0 ? -1 : version.indexOf('.', first + 1);
    return second < 0 ? version : version.substring(0, second);
  }

  private static UnsupportedOperationException onlySecured() {
    return new UnsupportedOperationException(
        "this FhirContext makes secured clients only: use SecuredFhirClients.client, or another"
            + " FhirContext for servers that need no guard");
  }

  @Override
  public <T> void setHttpClient(T http) {
    throw new UnsupportedOperationException("the HTTP layer of secured clients is not replaceable");
  }

  @Override
  public void setProxy(@Nullable String host, @Nullable Integer port) {
    throw new UnsupportedOperationException(
        "set a proxy with the JDK's system properties https.proxyHost and https.proxyPort");
  }

  @Override
  protected void resetHttpClient() {
    // Timeouts are set on SecuredFhirClients; HAPI's setters have nothing to reset here.
  }
}
