package org.ztclinical.fhirclient;

import ca.uhn.fhir.rest.client.impl.BaseHttpResponse;
import ca.uhn.fhir.util.StopWatch;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ztclinical.enforce.Response;

/** A checked answer on its way up to HAPI; complete in memory, so it can be read many times. */
final class GuardedResponse extends BaseHttpResponse {
  private final Response response;
  private final Map<String, List<String>> headers = new HashMap<>();

  GuardedResponse(Response response, StopWatch watch) {
    super(watch);
    this.response = response;
    response.headers().forEach((name, values) -> headers.put(lower(name), values));
  }

  /** The answer itself. */
  Response checked() {
    return response;
  }

  @Override
  public int getStatus() {
    return response.status();
  }

  /** Empty: a reason phrase is free text of the remote server. */
  @Override
  public String getStatusInfo() {
    return "";
  }

  @Override
  public @Nullable String getMimeType() {
    return response.mediaType().isEmpty() ? null : response.mediaType();
  }

  @Override
  public Map<String, List<String>> getAllHeaders() {
    return headers;
  }

  @Override
  public List<String> getHeaders(String name) {
    return headers.getOrDefault(lower(name), List.of());
  }

  @Override
  public InputStream readEntity() {
    return new ByteArrayInputStream(response.body());
  }

  @Override
  public Reader createReader() {
    return new InputStreamReader(readEntity(), StandardCharsets.UTF_8);
  }

  @Override
  public void bufferEntity() {}

  @Override
  public Object getResponse() {
    return response;
  }

  @Override
  public void close() {}

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return response.toString();
  }
}
