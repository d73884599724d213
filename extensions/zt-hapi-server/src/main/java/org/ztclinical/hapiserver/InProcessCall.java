package org.ztclinical.hapiserver;

import ca.uhn.fhir.interceptor.executor.InterceptorService;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.BaseResourceReturningMethodBinding;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.ResourceSearch;
import org.ztclinical.request.Parameters;

/**
 * One GET that never was HTTP: HAPI finds the provider's method for it as it does for the entries
 * of a batch. Its list of interceptors is empty, and it has no base of its own: references stay as
 * they are stored. Used by one thread.
 */
final class InProcessCall extends ServletSubRequestDetails {
  /** Otherwise a JPA server would write each search down, so that it can be paged through. */
  private static final Map<String, List<String>> HEADERS =
      Map.of(
          Constants.HEADER_CACHE_CONTROL,
          List.of("no-store, max-results=" + (ResourceSearch.MOST + 1)));

  private InProcessCall(RestfulServer server, String path, Parameters query) {
    super(new ServletRequestDetails(new InterceptorService("zt-facts")));
    setServer(server);
    setRequestType(RequestTypeEnum.GET);
    setRequestPath(path);
    setFhirServerBase("");
    setCompleteUrl(path);
    setParameters(byName(query));
    // A JPA server would write each search down, so that it can be paged through.
    addHeader(Constants.HEADER_CACHE_CONTROL, "no-store, max-results=" + (ResourceSearch.MOST + 1));
  }

  /** The resource that the server's provider answers with; throws what it throws. */
  static IBaseResource on(RestfulServer server, String path, Parameters query) {
    InProcessCall call = new InProcessCall(server, path, query);
    server.populateRequestDetailsFromRequestPath(call, path);
    BaseMethodBinding method = server.determineResourceMethod(call, path);
    if (!(method instanceof BaseResourceReturningMethodBinding reading)) {
      throw new IllegalStateException("the server has no method that reads this type");
    }
    call.setRestOperationType(method.getRestOperationType());
    return reading.doInvokeServer(server, call);
  }

  @Override
  public String getServerBaseForRequest() {
    return "";
  }

  @Override
  public @Nullable String getHeader(String name) {
    return getHeaders(name).stream().findFirst().orElse(null);
  }

  @Override
  public List<String> getHeaders(String name) {
    return name.equalsIgnoreCase(Constants.HEADER_CACHE_CONTROL)
        ? HEADERS.getOrDefault(Constants.HEADER_CACHE_CONTROL, List.of())
        : List.of();
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return HEADERS;
  }

  private static Map<String, String[]> byName(Parameters query) {
    Map<String, String[]> named = new LinkedHashMap<>();
    query.list().stream()
        .map(Parameters.Parameter::name)
        .distinct()
        .forEach(name -> named.put(name, query.all(name).toArray(String[]::new)));
    return named;
  }
}
