package org.ztclinical.fhirclient;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.client.exceptions.FhirClientInappropriateForServerException;
import ca.uhn.fhir.rest.client.impl.BaseHttpClientInvocation;
import ca.uhn.fhir.rest.client.impl.GenericClient;
import ca.uhn.fhir.rest.client.method.HttpGetClientInvocation;
import ca.uhn.fhir.rest.client.method.IClientResponseHandler;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's generic client with the guard of one session. HAPI makes its requests through the factory
 * of the {@link FhirContext}, which anyone may replace and which knows no session; so this client
 * binds each request to its guard itself, and refuses one that was made by another factory.
 */
@SuppressWarnings("unchecked") // HAPI's GenericClient implements raw types
final class SecuredClient extends GenericClient {
  private final SecuredClientFactory factory;
  private final GuardedCalls calls;

  SecuredClient(
      FhirContext context, String base, SecuredClientFactory factory, GuardedCalls calls) {
    super(context, factory.noHttpClient(), base, factory);
    this.factory = factory;
    this.calls = calls;
  }

  /** A client of the same session and interceptors that does not validate the server again. */
  SecuredClient withoutValidation() {
    SecuredClient client = new SecuredClient(getFhirContext(), getServerBase(), factory, calls);
    client.setInterceptorService(getInterceptorService());
    client.setEncoding(getEncoding());
    client.setDontValidateConformance(true);
    return client;
  }

  @Override
  protected <T> T invokeClient(
      FhirContext context,
      IClientResponseHandler<T> binding,
      BaseHttpClientInvocation invocation,
      @Nullable EncodingEnum encoding,
      @Nullable Boolean prettyPrint,
      boolean log,
      @Nullable SummaryEnum summary,
      @Nullable Set<String> elements,
      @Nullable CacheControlDirective cacheControl,
      @Nullable String accept,
      @Nullable Map<String, List<String>> headers) {
    try {
      return super.invokeClient(
          context,
          binding,
          bound(invocation),
          encoding,
          prettyPrint,
          log,
          summary,
          elements,
          cacheControl,
          accept,
          headers);
    } catch (AccessDeniedException
        | RemoteCallException
        | FhirClientInappropriateForServerException e) {
      throw e;
    } catch (FhirClientConnectionException e) {
      throw withoutAddress(e);
    } catch (BaseServerResponseException e) {
      throw withoutWords(e);
    }
  }

  /** HAPI's message holds the address and pieces of the resource. */
  private static RuntimeException withoutAddress(FhirClientConnectionException e) {
    return e.getCause() instanceof DataFormatException
        ? new RemoteCallException(ClientReason.ANSWER_NOT_FHIR, "")
        : e;
  }

  /**
   * HAPI puts the server's diagnostics, which may speak of a patient, into the message. They stay
   * available as {@code getOperationOutcome()}.
   */
  private static BaseServerResponseException withoutWords(BaseServerResponseException e) {
    if (e.getStatusCode() < 300) {
      return new RemoteCallException(ClientReason.ANSWER_NOT_FHIR, "");
    }
    BaseServerResponseException plain =
        BaseServerResponseException.newInstance(
            e.getStatusCode(), "the call ended with status " + e.getStatusCode());
    plain.setOperationOutcome(e.getOperationOutcome());
    plain.setResponseBody(e.getResponseBody());
    return plain;
  }

  private BaseHttpClientInvocation bound(BaseHttpClientInvocation invocation) {
    // HAPI looks at this type to decide about parameters.
    return invocation instanceof HttpGetClientInvocation
        ? new BoundGet(invocation)
        : new BoundInvocation(invocation);
  }

  private IHttpRequest bind(IHttpRequest request) {
    if (request instanceof GuardedRequest ours) {
      return ours.through(calls);
    }
    throw new AccessDeniedException(
        ClientReason.CLIENT_NOT_SECURED, "the client factory of the FhirContext was replaced");
  }

  private final class BoundInvocation extends BaseHttpClientInvocation {
    private final BaseHttpClientInvocation invocation;

    BoundInvocation(BaseHttpClientInvocation invocation) {
      super(invocation.getContext());
      this.invocation = invocation;
    }

    @Override
    public IHttpRequest asHttpRequest(
        String base,
        Map<String, List<String>> parameters,
        @Nullable EncodingEnum encoding,
        @Nullable Boolean prettyPrint) {
      return bind(invocation.asHttpRequest(base, parameters, encoding, prettyPrint));
    }
  }

  private final class BoundGet extends HttpGetClientInvocation {
    private final BaseHttpClientInvocation invocation;

    BoundGet(BaseHttpClientInvocation invocation) {
      super(invocation.getContext(), "");
      this.invocation = invocation;
    }

    @Override
    public IHttpRequest asHttpRequest(
        String base,
        Map<String, List<String>> parameters,
        @Nullable EncodingEnum encoding,
        @Nullable Boolean prettyPrint) {
      return bind(invocation.asHttpRequest(base, parameters, encoding, prettyPrint));
    }
  }
}
