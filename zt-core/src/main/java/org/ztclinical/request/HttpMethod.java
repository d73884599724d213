package org.ztclinical.request;

import java.util.Locale;

/** The methods FHIR knows. Everything else is refused before it reaches an application. */
public enum HttpMethod {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE,
  OPTIONS;

  /** Reads a method token, which is case-sensitive (RFC 9110 §9.1). */
  public static HttpMethod parse(String token) throws RequestRefusedException {
    for (HttpMethod method : values()) {
      if (method.name().equals(token)) {
        return method;
      }
    }
    throw new RequestRefusedException(RequestReason.METHOD_NOT_SUPPORTED, "");
  }

  /** Lower-case, for attributes of spans and metrics. */
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
