package org.ztclinical.fhir;

import org.ztclinical.reason.Reason;

/** Ends the classification of a request; never leaves this room and has no stack trace. */
final class NoMeaningException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  NoMeaningException(FhirReason code) {
    this(Reason.of(code));
  }

  NoMeaningException(FhirReason code, String detail) {
    this(Reason.of(code, detail));
  }

  NoMeaningException(Reason reason) {
    super(reason.text(), null, false, false);
    this.reason = reason;
  }

  Unclassified answer() {
    return new Unclassified(reason);
  }
}
