package org.ztclinical.fhir;

import java.util.function.Function;

/** The classifier's answer: a request whose meaning is known, or the reason why it is not. */
public sealed interface Classified permits FhirRequest, Unclassified {

  /** Handles both cases. */
  <T> T fold(
      Function<? super FhirRequest, ? extends T> known,
      Function<? super Unclassified, ? extends T> unknown);
}
