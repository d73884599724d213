package org.ztclinical.fhirclient;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.client.api.Header;
import ca.uhn.fhir.rest.client.api.HttpClientUtil;
import ca.uhn.fhir.rest.client.api.IHttpClient;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseBinary;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * Makes the requests of one HAPI invocation. They are not bound to a guard yet, and cannot be
 * executed until a secured client binds them.
 */
final class UnboundRequests implements IHttpClient {
  private final HttpMethod method;
  private final String address;
  private final List<Header> headers;
  private final Optional<String> ifNoneExist;

  /**
   * What HAPI hands to its HTTP layer for one invocation.
   *
   * @param ifNoneExist criteria of a conditional create, without address and question mark (FHIR R4
   *     §3.1.0.8.1)
   */
  UnboundRequests(
      HttpMethod method, String address, List<Header> headers, Optional<String> ifNoneExist) {
    this.method = method;
    this.address = address;
    this.headers = List.copyOf(headers);
    this.ifNoneExist = ifNoneExist;
  }

  @Override
  public IHttpRequest createByteRequest(
      FhirContext context, String contents, String contentType, @Nullable EncodingEnum encoding) {
    GuardedRequest request = request(context, contents.getBytes(StandardCharsets.UTF_8));
    request.addHeader("Content-Type", contentType + "; charset=UTF-8");
    return request;
  }

  @Override
  public IHttpRequest createParamRequest(
      FhirContext context, Map<String, List<String>> parameters, @Nullable EncodingEnum encoding) {
    byte[] form = flat(parameters).toQuery().getBytes(StandardCharsets.US_ASCII);
    GuardedRequest request = request(context, form);
    request.addHeader("Content-Type", "application/x-www-form-urlencoded");
    return request;
  }

  @Override
  public IHttpRequest createBinaryRequest(FhirContext context, IBaseBinary binary) {
    GuardedRequest request = request(context, binary.getContent());
    request.addHeader("Content-Type", binary.getContentType());
    return request;
  }

  @Override
  public IHttpRequest createGetRequest(FhirContext context, @Nullable EncodingEnum encoding) {
    return request(context, new byte[0]);
  }

  private GuardedRequest request(FhirContext context, byte[] body) {
    GuardedRequest request = new GuardedRequest(method, address, body);
    request.addHeader("User-Agent", HttpClientUtil.createUserAgentString(context, "ztclinical"));
    request.addHeader("Accept", RemoteServer.FHIR_JSON);
    headers.forEach(header -> request.addHeader(header.getName(), header.getValue()));
    ifNoneExist.ifPresent(criteria -> request.addHeader("If-None-Exist", criteria));
    return request;
  }

  /** HAPI's parameters by name as one list. */
  static Parameters flat(Map<String, List<String>> byName) {
    List<Parameter> list = new ArrayList<>();
    byName.forEach((name, values) -> values.forEach(value -> list.add(new Parameter(name, value))));
    return Parameters.of(list);
  }
}
