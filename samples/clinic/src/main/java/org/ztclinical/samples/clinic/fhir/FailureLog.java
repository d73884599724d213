package org.ztclinical.samples.clinic.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures of the server itself, by their types and places only: HAPI's own log lines, which
 * repeat what was asked, are switched off in {@code logback.xml}.
 */
@Interceptor
public final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

  /** Called for each answer that is an error. */
  @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
  public void log(BaseServerResponseException failure) {
    if (failure.getStatusCode() >= 500) {
      LOG.error("{}: {}", failure.getStatusCode(), chain(failure));
    }
  }

  private static String chain(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = failure; t != null && t != t.getCause(); t = t.getCause()) {
      text.append(text.isEmpty() ? "" : ", caused by ").append(t.getClass().getName());
      if (t.getStackTrace().length > 0) {
        text.append(" at ").append(t.getStackTrace()[0]);
      }
    }
    return text.toString();
  }
}
