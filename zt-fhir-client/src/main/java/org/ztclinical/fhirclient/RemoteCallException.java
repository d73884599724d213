package org.ztclinical.fhirclient;

import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import org.ztclinical.reason.Reason;

/**
 * A call that failed without being refused: no token, no connection, no answer in time, or an
 * answer that cannot be used. The message holds the reason only, never addresses with ids, patient
 * data or tokens.
 */
public final class RemoteCallException extends FhirClientConnectionException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  RemoteCallException(Reason reason) {
    super(reason.text());
    this.reason = reason;
  }

  RemoteCallException(ClientReason code, String detail) {
    this(Reason.of(code, detail));
  }

  /** What failed. */
  public Reason reason() {
    return reason;
  }
}
